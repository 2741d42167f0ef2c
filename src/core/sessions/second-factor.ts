import { and, eq, lt } from "drizzle-orm";
import type { SecondFactor } from "#contract/user.ts";
import type { Db } from "#db/client.ts";
import { recoveryCodes, totpFactors } from "#db/schema/account.ts";
import { Refusal } from "../refusal.ts";
import { unseal } from "../sealing.ts";
import type { GuestCall } from "../verb.ts";
import { recoveryCodeHash } from "./recovery-code.ts";
import { clearAttempts, countAttempt, secondFactorThrottles } from "./throttle.ts";
import { stepOfCode } from "./totp.ts";

export const TOTP_PURPOSE = "second factor";

/**
 * Whether a password alone does not get this user in. A passkey by itself does not count: it is both factors at once,
 * but while there is no app, the password still gets in without it.
 */
export async function hasSecondFactor(db: Db, userId: string): Promise<boolean> {
  const [row] = await db.select({ userId: totpFactors.userId }).from(totpFactors).where(eq(totpFactors.userId, userId));
  return row !== undefined;
}

/**
 * Takes a code of the user's app, or one of their recovery codes; says which it was. Attempts are counted before they
 * are made. No code counts twice, however many come at once: each is used up by one conditional statement.
 */
export async function proveSecondFactor(
  { runtime, request, now }: GuestCall & { now: Date },
  userId: string,
  typed: string,
): Promise<SecondFactor> {
  const { db } = runtime;
  const throttles = secondFactorThrottles(userId, request.ip);
  await countAttempt(db, throttles);
  const digits = typed.replaceAll(/\s/g, "");
  const taken = /^\d{6}$/.test(digits)
    ? await takeTotp(runtime, { userId, code: digits, now })
    : await takeRecoveryCode(db, userId, typed);
  if (!taken) throw new Refusal("unauthorized", "This code is not right, or it was used already.");
  await clearAttempts(db, throttles);
  return taken;
}

async function takeTotp(
  { db, config, log }: GuestCall["runtime"],
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<"totp" | null> {
  const [factor] = await db.select().from(totpFactors).where(eq(totpFactors.userId, userId));
  if (!factor) return null;
  let secret: string;
  try {
    secret = unseal(config.secret, TOTP_PURPOSE, factor.sealedSecret);
  } catch (error) {
    // After a change of GATEHOUSE_SECRET recovery codes still get in, and the app is to be set up anew.
    log.error(
      { err: error, user: userId },
      "the secret of an authenticator app cannot be read; was GATEHOUSE_SECRET changed?",
    );
    return null;
  }
  const step = stepOfCode(secret, code, now);
  if (step === null) return null;
  const taken = await db
    .update(totpFactors)
    .set({ lastStep: step })
    // The secret as well: the app may have been changed for another in between.
    .where(
      and(
        eq(totpFactors.userId, userId),
        eq(totpFactors.sealedSecret, factor.sealedSecret),
        lt(totpFactors.lastStep, step),
      ),
    )
    .returning({ userId: totpFactors.userId });
  return taken.length > 0 ? "totp" : null;
}

async function takeRecoveryCode(db: Db, userId: string, typed: string): Promise<"recovery_code" | null> {
  const taken = await db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, recoveryCodeHash(typed))))
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0 ? "recovery_code" : null;
}
