import { hash } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { throttles } from "#db/schema/users.ts";
import { limitKeyOfIp } from "#lib/ip.ts";
import { Refusal } from "../refusal.ts";

const WINDOW = "15 minutes";
const WINDOW_SECONDS = 900;

/** One thing that failures are counted by, and how many are let pass in 15 minutes. */
export type Throttle = { key: string; limit: number };

const digest = (text: string) => hash("sha256", text, "base64url").slice(0, 22);

/**
 * By account and address, and by address alone. An account is never closed to an address that has not failed itself, so
 * a stranger cannot lock anybody out.
 */
export const signInThrottles = (email: string, ip: string): Throttle[] => [
  { key: `sign-in:${digest(email)}:${limitKeyOfIp(ip)}`, limit: 10 },
  { key: `sign-in-ip:${limitKeyOfIp(ip)}`, limit: 100 },
];
export const signUpThrottles = (ip: string): Throttle[] => [{ key: `sign-up-ip:${limitKeyOfIp(ip)}`, limit: 30 }];
export const passkeyThrottles = (ip: string): Throttle[] => [{ key: `sign-in-ip:${limitKeyOfIp(ip)}`, limit: 100 }];
/** Asked only of who knows the password: so there is a limit for the account as well, wherever the codes come from. */
export const secondFactorThrottles = (userId: string, ip: string): Throttle[] => [
  { key: `second-factor:${userId}:${limitKeyOfIp(ip)}`, limit: 5 },
  { key: `second-factor:${userId}`, limit: 15 },
];
/** Links and mails that strangers can cause, by the address that asks. */
export const mailThrottles = (ip: string): Throttle[] => [{ key: `mail-ip:${limitKeyOfIp(ip)}`, limit: 20 }];
/** Mails to one address: more would only fill its box. */
export const mailboxThrottles = (email: string): Throttle[] => [{ key: `mailbox:${digest(email)}`, limit: 5 }];

/**
 * Counts an attempt before it is made, so that parallel guesses are all counted, and refuses once one of the counts is
 * over its limit. Windows pass by themselves.
 */
export async function countAttempt(db: Db, all: readonly Throttle[]): Promise<void> {
  let refused = false;
  let wait = 1;
  for (const { key, limit } of all) {
    const [row] = await db
      .insert(throttles)
      .values({ key, failures: 1, windowStart: sql`now()` })
      .onConflictDoUpdate({
        target: throttles.key,
        set: {
          failures: sql`case when ${throttles.windowStart} < now() - ${WINDOW}::interval then 1 else ${throttles.failures} + 1 end`,
          windowStart: sql`case when ${throttles.windowStart} < now() - ${WINDOW}::interval then now() else ${throttles.windowStart} end`,
        },
      })
      .returning({
        failures: throttles.failures,
        left: sql<number>`greatest(1, ceil(extract(epoch from ${throttles.windowStart} + ${WINDOW}::interval - now())))::int`,
      });
    if (row && row.failures > limit) {
      refused = true;
      wait = Math.max(wait, row.left);
    }
  }
  if (refused)
    throw new Refusal("rate_limit_exceeded", `Too many attempts. Try again in ${Math.ceil(wait / 60)} minutes.`, {
      retry_after: Math.min(wait, WINDOW_SECONDS),
    });
}

/** Forgets the attempts of somebody who turned out to know the password. */
export async function clearAttempts(db: Db, all: readonly Throttle[]): Promise<void> {
  await db.delete(throttles).where(
    inArray(
      throttles.key,
      all.map(({ key }) => key),
    ),
  );
}
