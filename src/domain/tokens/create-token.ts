import { CreatedToken, CreateTokenInput } from "#contract/token.ts";
import { decideExpiry } from "#core/credentials/decide-expiry.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import { mutation } from "#core/verb.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { newId } from "#lib/id.ts";
import { decideGrant } from "./decide-grant.ts";
import { auditedToken, findToken, toToken } from "./token-view.ts";

const KIND = "personal_access_token";

/**
 * Makes a personal access token. It belongs to the person, not to an organization: in each it has their role there, and
 * obeys the rules there. Only a session makes one, so that no credential makes another that outlives its end.
 */
export const createToken = mutation(
  {
    name: "tokens.create",
    scope: "keys:write",
    sessionOnly: true,
    input: CreateTokenInput,
    output: CreatedToken,
    secretFields: ["token"],
  },
  async (ctx, input) => {
    const { db, principal, now, runtime } = ctx;
    const expiresAt = decideExpiry(principal, input.expires_at, now);
    const { preset, scopes } = await decideGrant(ctx, KIND, input);
    const secret = mintSecret(runtime.config.secretPrefix, "pat");
    const id = newId("pat", now.getTime());
    const { user } = principal;
    await db.insert(credentials).values({
      id,
      orgId: null,
      kind: KIND,
      type: "live",
      name: input.name,
      hint: secret.hint,
      preset,
      scopes,
      ownerId: user.id,
      createdBy: user.id,
      expiresAt,
      createdAt: now,
      updatedAt: now,
    });
    await db.insert(credentialSecrets).values({ hash: secret.hash, orgId: null, credentialId: id, hint: secret.hint });
    const row = await findToken(db, principal, KIND, id);
    ctx.record({ action: "token.created", target: { type: "token", id, name: input.name }, after: auditedToken(row) });
    return { ...toToken(row, principal), token: secret.reveal };
  },
);
