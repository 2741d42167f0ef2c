import { generateAuthenticationOptions } from "@simplewebauthn/server";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { newChallenge } from "#core/sessions/passkey-challenge.ts";
import { relyingParty } from "#core/sessions/relying-party.ts";
import { guestMutation } from "#core/verb.ts";

/** What a browser needs to ask for a passkey of this installation, whoever's it is. */
export const beginPasskeySignIn = guestMutation(
  { name: "users.begin_passkey_sign_in", input: Nothing, output: z.object({ options: z.unknown() }) },
  async ({ runtime, now }) => {
    const challenge = newChallenge(runtime.config.secret, { purpose: "sign_in", userId: "" }, now);
    const rpID = relyingParty(runtime.config).id;
    return { options: await generateAuthenticationOptions({ rpID, challenge, userVerification: "required" }) };
  },
);
