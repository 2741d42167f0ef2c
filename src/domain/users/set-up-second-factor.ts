import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { hasSecondFactor } from "#core/sessions/second-factor.ts";
import { sealSetup } from "#core/sessions/second-factor-setup.ts";
import { newTotpSecret, totpUri } from "#core/sessions/totp.ts";
import { query } from "#core/verb.ts";

const Output = z.object({
  secret: z.string().describe("Base32, for apps that take no QR code"),
  uri: z.string(),
  setup: z.string().describe("To be handed back with a first code; sealed, good for 15 minutes"),
});

/** A new secret for an authenticator app. Nothing is kept until a first code shows that the app has it. */
export const setUpSecondFactor = query(
  { name: "users.set_up_second_factor", scope: null, sessionOnly: true, input: Nothing, output: Output },
  async ({ db, principal, runtime, now }) => {
    const { id, email } = principal.user;
    requireRecent(principal, now);
    if (await hasSecondFactor(db, id)) throw new Refusal("conflict", "Two-step sign-in is on already.");
    const secret = newTotpSecret();
    return {
      secret,
      uri: totpUri(secret, email),
      setup: sealSetup(runtime.config.secret, { userId: id, secret, now }),
    };
  },
);
