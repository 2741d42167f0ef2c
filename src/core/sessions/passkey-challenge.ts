import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "#db/client.ts";
import { spentChallenges } from "#db/schema/account.ts";
import { derivedSecret } from "../derived-secret.ts";

const LIFETIME_MS = 5 * 60_000;
const RANDOM_BYTES = 16;
const TIME_BYTES = 6;
const BODY_BYTES = RANDOM_BYTES + TIME_BYTES;
const MAC_BYTES = 32;

/** What a challenge is made for, and for whom (empty: whoever answers), so that none answers another. */
export type ChallengeUse = { purpose: "register" | "sign_in" | "confirm"; userId: string };

const mac = (secret: string, { purpose, userId }: ChallengeUse, body: Buffer): Buffer =>
  createHmac("sha256", derivedSecret(secret, "passkey challenges"))
    .update(`${purpose}\n${userId}\n`)
    .update(body)
    .digest();

/**
 * Random bytes for an authenticator to sign (WebAuthn §13.4.3), good for five minutes. It carries its own proof that it
 * came from here, so asking for one writes nothing; what was answered is noted, so that it counts once.
 */
export function newChallenge(secret: string, use: ChallengeUse, now: Date): Buffer<ArrayBuffer> {
  const body = Buffer.alloc(BODY_BYTES);
  randomBytes(RANDOM_BYTES).copy(body);
  body.writeUIntBE(now.getTime() + LIFETIME_MS, RANDOM_BYTES, TIME_BYTES);
  return Buffer.concat([body, mac(secret, use, body)]);
}

/** Whether a challenge was made here, for this use, less than five minutes ago. */
export function isOwnChallenge(secret: string, use: ChallengeUse, challenge: string, now: Date): boolean {
  const bytes = Buffer.from(challenge, "base64url");
  if (bytes.length !== BODY_BYTES + MAC_BYTES) return false;
  const body = bytes.subarray(0, BODY_BYTES);
  const isOurs = timingSafeEqual(bytes.subarray(BODY_BYTES), mac(secret, use, body));
  return isOurs && body.readUIntBE(RANDOM_BYTES, TIME_BYTES) > now.getTime();
}

/** Uses a challenge up; false if that has been done before. Of any number at once, one gets true. */
export async function spendChallenge(db: Db, challenge: string, now: Date): Promise<boolean> {
  const spent = await db
    .insert(spentChallenges)
    .values({
      hash: hash("sha256", Buffer.from(challenge, "base64url"), "base64url"),
      expiresAt: new Date(now.getTime() + 2 * LIFETIME_MS),
    })
    .onConflictDoNothing()
    .returning({ hash: spentChallenges.hash });
  return spent.length > 0;
}
