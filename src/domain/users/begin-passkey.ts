import { generateRegistrationOptions } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { newChallenge } from "#core/sessions/passkey-challenge.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { PASSKEY_ALGORITHMS, relyingParty } from "#core/sessions/relying-party.ts";
import { query } from "#core/verb.ts";
import { passkeys } from "#db/schema/account.ts";

/** What a browser needs to make a passkey for the caller: one that names its holder and checks them. */
export const beginPasskey = query(
  {
    name: "users.begin_passkey",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: z.object({ options: z.unknown() }),
  },
  async ({ db, principal, runtime, now }) => {
    requireRecent(principal, now);
    const { user } = principal;
    const own = await db
      .select({ id: passkeys.credentialId, transports: passkeys.transports })
      .from(passkeys)
      .where(eq(passkeys.userId, user.id));
    const { id: rpID, name: rpName } = relyingParty(runtime.config);
    const options = await generateRegistrationOptions({
      rpID,
      rpName,
      userName: user.email,
      userDisplayName: user.name,
      userID: new Uint8Array(Buffer.from(user.id)),
      challenge: newChallenge(runtime.config.secret, { purpose: "register", userId: user.id }, now),
      supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
      // An authenticator that holds one already says so instead of making another.
      excludeCredentials: own,
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    return { options };
  },
);
