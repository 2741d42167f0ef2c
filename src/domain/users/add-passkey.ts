import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { count, eq } from "drizzle-orm";
import { AddPasskeyInput, Passkey } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { isOwnChallenge, spendChallenge } from "#core/sessions/passkey-challenge.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { PASSKEY_ALGORITHMS, relyingParty } from "#core/sessions/relying-party.ts";
import { mutation } from "#core/verb.ts";
import { passkeys } from "#db/schema/account.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { accountNotice } from "./account-notice.ts";

const AT_MOST = 20;
const notAccepted = () =>
  invalidField("credential", "refused", "The answer of your device was not accepted. Try again.");

/** Keeps the public key of a passkey that an authenticator made for the caller (WebAuthn §7.1). */
export const addPasskey = mutation(
  {
    name: "users.add_passkey",
    scope: null,
    sessionOnly: true,
    input: AddPasskeyInput,
    output: Passkey,
    async prepare({ runtime, principal, request, now }, { credential }) {
      requireRecent(principal, now);
      const { config, log } = runtime;
      const use = { purpose: "register", userId: principal.user.id } as const;
      const { id, origin } = relyingParty(config);
      let answered = "";
      const verified = await verifyRegistrationResponse({
        response: credential as Parameters<typeof verifyRegistrationResponse>[0]["response"],
        expectedChallenge: (challenge) => {
          answered = challenge;
          return isOwnChallenge(config.secret, use, challenge, now);
        },
        expectedOrigin: origin,
        expectedRPID: id,
        requireUserVerification: true,
        supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
      }).catch((error: unknown) => {
        // The library throws for whatever does not fit, each with a sentence of its own.
        log.info({ err: error, request_id: request.id }, "a new passkey was refused");
        throw notAccepted();
      });
      if (!verified.verified) throw notAccepted();
      return { challenge: answered, info: verified.registrationInfo };
    },
  },
  async (ctx, { name, credential }, { challenge, info }) => {
    const { db, principal, now } = ctx;
    const { user } = principal;
    if (!(await spendChallenge(db, challenge, now))) throw notAccepted();
    // One at a time for each user, so that the count below holds.
    await db.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for("update");
    const [held] = await db.select({ n: count() }).from(passkeys).where(eq(passkeys.userId, user.id));
    if ((held?.n ?? 0) >= AT_MOST) throw new Refusal("conflict", `At most ${AT_MOST} passkeys. Remove one first.`);
    const id = newId("pk");
    const made = await db
      .insert(passkeys)
      .values({
        id,
        userId: user.id,
        name,
        credentialId: info.credential.id,
        publicKey: Buffer.from(info.credential.publicKey).toString("base64url"),
        counter: info.credential.counter,
        transports: credential.response.transports,
        synced: info.credentialBackedUp,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: passkeys.id });
    if (made.length === 0) throw new Refusal("conflict", "This passkey was added before.");
    await enqueueMail(ctx, accountNotice(ctx, user.email, "passkey_added"));
    ctx.record({
      action: "passkey.added",
      target: { type: "passkey", id, name },
      after: { name, synced: info.credentialBackedUp },
    });
    return { id, name, synced: info.credentialBackedUp, created_at: now.toISOString(), last_used_at: null };
  },
);
