import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { newChallenge } from "#core/sessions/passkey-challenge.ts";
import { relyingParty } from "#core/sessions/relying-party.ts";
import { query } from "#core/verb.ts";
import { passkeys } from "#db/schema/account.ts";

/** What a browser needs to ask for one of the caller's own passkeys. */
export const beginPasskeyConfirmation = query(
  {
    name: "users.begin_passkey_confirmation",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: z.object({ options: z.unknown() }),
  },
  async ({ db, principal, runtime, now }) => {
    const { id } = principal.user;
    const own = await db
      .select({ id: passkeys.credentialId, transports: passkeys.transports })
      .from(passkeys)
      .where(eq(passkeys.userId, id));
    const challenge = newChallenge(runtime.config.secret, { purpose: "confirm", userId: id }, now);
    const rpID = relyingParty(runtime.config).id;
    const options = { rpID, challenge, userVerification: "required", allowCredentials: own } as const;
    return { options: await generateAuthenticationOptions(options) };
  },
);
