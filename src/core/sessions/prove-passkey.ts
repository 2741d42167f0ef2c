import { type VerifiedAuthenticationResponse, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { PasskeyAssertion } from "#contract/account.ts";
import { passkeys } from "#db/schema/account.ts";
import { users } from "#db/schema/users.ts";
import { Refusal } from "../refusal.ts";
import type { GuestCall } from "../verb.ts";
import { type ChallengeUse, isOwnChallenge, spendChallenge } from "./passkey-challenge.ts";
import type { KnownUser } from "./prove-password.ts";
import { relyingParty } from "./relying-party.ts";
import { countAttempt, passkeyThrottles } from "./throttle.ts";

/**
 * The user behind a passkey (WebAuthn §7.2). The authenticator has checked its holder (user verification), so this
 * counts as both factors. Refuses a challenge that is not ours, was answered before or is too old, a signature by
 * another origin, and a counter that went back, which a copied passkey would show. All are refused alike.
 */
export async function provePasskey(
  { runtime, request, now }: GuestCall & { now: Date },
  use: ChallengeUse,
  assertion: PasskeyAssertion,
): Promise<KnownUser> {
  const { db, config, log } = runtime;
  await countAttempt(db, passkeyThrottles(request.ip));
  const [found] = await db
    .select({ passkey: passkeys, user: users })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(and(eq(passkeys.credentialId, assertion.id), isNull(users.disabledAt)));
  if (!found?.user.email) throw refused();
  const { passkey, user } = found;
  if (use.userId !== "" && use.userId !== user.id) throw refused();
  const { userHandle } = assertion.response;
  if (userHandle && Buffer.from(userHandle, "base64url").toString() !== user.id) throw refused();

  const { id, origin } = relyingParty(config);
  let answered = "";
  let verified: VerifiedAuthenticationResponse;
  try {
    verified = await verifyAuthenticationResponse({
      response: assertion as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
      expectedChallenge: (challenge) => {
        answered = challenge;
        return isOwnChallenge(config.secret, use, challenge, now);
      },
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        counter: passkey.counter,
      },
    });
  } catch (error) {
    // The library throws for whatever does not fit, each with a sentence of its own.
    log.info({ err: error, passkey: passkey.id, request_id: request.id }, "a passkey was refused");
    throw refused();
  }
  if (!verified.verified || !(await spendChallenge(db, answered, now))) throw refused();

  const { newCounter } = verified.authenticationInfo;
  const counted = await db
    .update(passkeys)
    .set({ counter: newCounter, lastUsedAt: now })
    // Passkeys that are kept on several devices do not count at all: theirs stays at 0.
    .where(
      and(eq(passkeys.id, passkey.id), newCounter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, newCounter)),
    )
    .returning({ id: passkeys.id });
  if (counted.length === 0) throw refused();
  return { id: user.id, name: user.name, email: found.user.email, defaultOrgId: user.defaultOrgId };
}

const refused = () => new Refusal("unauthorized", "This passkey is not known here, or its answer was not accepted.");
