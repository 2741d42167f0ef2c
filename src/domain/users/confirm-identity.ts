import { eq } from "drizzle-orm";
import * as z from "zod";
import { ConfirmIdentityInput } from "#contract/account.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { provePasskey } from "#core/sessions/prove-passkey.ts";
import { provePassword } from "#core/sessions/prove-password.ts";
import { hasSecondFactor, proveSecondFactor } from "#core/sessions/second-factor.ts";
import { mutation } from "#core/verb.ts";
import { sessions } from "#db/schema/users.ts";

type Proof = "password" | "password and second factor" | "passkey";

/**
 * Renews the proof of who is at the browser, for what `requireRecent` guards: by the password, with a code where a
 * second factor is on, or by one of the caller's own passkeys. Counts for this session and 15 minutes.
 */
export const confirmIdentity = mutation(
  {
    name: "users.confirm_identity",
    scope: null,
    sessionOnly: true,
    input: ConfirmIdentityInput,
    output: z.object({ confirmed: z.literal(true) }),
    async prepare(call, input): Promise<Proof> {
      const { user } = call.principal;
      if ("passkey" in input) {
        await provePasskey(call, { purpose: "confirm", userId: user.id }, input.passkey).catch(asField("passkey"));
        return "passkey";
      }
      await provePassword(call, { email: user.email, password: input.password }).catch(asField("password"));
      if (!(await hasSecondFactor(call.runtime.db, user.id))) return "password";
      if (!input.code) throw invalidField("code", "required", "Enter a code of your authenticator app.");
      await proveSecondFactor(call, user.id, input.code).catch(asField("code"));
      return "password and second factor";
    },
  },
  async (ctx, _, proof) => {
    const { via } = ctx.principal;
    await ctx.db.update(sessions).set({ authenticatedAt: ctx.now }).where(eq(sessions.id, via.id));
    ctx.record({ action: "session.confirmed", target: { type: "session", id: via.id }, after: { proof } });
    return { confirmed: true as const };
  },
);

/** Somebody who is signed in got one field wrong; `unauthorized` would say that their session is over. */
const asField =
  (attr: string) =>
  (error: unknown): never => {
    if (error instanceof Refusal && error.code === "unauthorized")
      throw invalidField(attr, "wrong", attr === "password" ? "This is not your password." : error.message);
    throw error;
  };
