import { LoggedIn, LogInInput } from "#contract/login.ts";
import type { SecondFactor } from "#contract/user.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import { Refusal } from "#core/refusal.ts";
import { homeOrganization } from "#core/sessions/home-organization.ts";
import { openSession } from "#core/sessions/open-session.ts";
import { provePassword } from "#core/sessions/prove-password.ts";
import { hasSecondFactor, proveSecondFactor } from "#core/sessions/second-factor.ts";
import { issueSessionTokens } from "#core/tokens/issue-session-tokens.ts";
import { type GuestCall, guestMutation } from "#core/verb.ts";
import { refreshTokens } from "#db/schema/tokens.ts";

/** Signs in without a browser: e-mail, password and, where the account asks for it, a code, for a pair of tokens. */
export const logIn = guestMutation(
  { name: "logins.create", input: LogInInput, output: LoggedIn },
  async (ctx, { email, password, organization_id, code }) => {
    const { db, config } = ctx.runtime;
    const proved = await provePassword(ctx, { email, password });
    const secondFactor = await askSecondFactor(ctx, proved.id, code);
    const user = { ...proved, defaultOrgId: organization_id ?? proved.defaultOrgId };
    if (organization_id !== undefined && (await homeOrganization(db, user)) !== organization_id)
      throw new Refusal("tenant_mismatch", "You are not a member of the organization in organization_id.");
    const session = await openSession(ctx, user, { method: "api", secondFactor });
    const { hash, reveal } = mintSecret(config.secretPrefix, "refresh");
    await db.insert(refreshTokens).values({ hash, sessionId: session.id });
    return issueSessionTokens(ctx.runtime, session.id, reveal);
  },
);

async function askSecondFactor(
  ctx: GuestCall & { now: Date },
  userId: string,
  code: string | undefined,
): Promise<SecondFactor | null> {
  if (!(await hasSecondFactor(ctx.runtime.db, userId))) return null;
  if (code === undefined) throw new Refusal("second_factor_required");
  return proveSecondFactor(ctx, userId, code);
}
