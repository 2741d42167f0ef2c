import { createHmac, timingSafeEqual } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { throttles } from "#db/schema/users.ts";
import { limitKeyOfIp } from "#lib/ip.ts";
import { derivedSecret } from "../derived-secret.ts";
import { Refusal } from "../refusal.ts";
import type { Runtime } from "../runtime.ts";

const WINDOW_SECONDS = 900;
/** Wrong ones in 15 minutes: by one address, and by all together, since the addresses of a guesser are cheap. */
const PER_ADDRESS = 5;
const PER_LINK = 30;

/**
 * What is kept of a passcode. People choose short ones, which no slow hash would save from whoever has the table; this
 * one is worth nothing without the secret of the installation, and costs next to nothing at each request.
 */
export function passcodeHash(secret: string, linkId: string, passcode: string): string {
  const key = derivedSecret(secret, "share passcodes");
  return createHmac("sha256", key)
    .update(`${linkId}\n${passcode.normalize("NFC")}`)
    .digest("base64url");
}

type Attempt = { linkId: string; stored: string; passcode: string | undefined; ip: string };

/**
 * Refuses unless the passcode is right. Attempts at one link wait for each other, so that of many at once no more are
 * compared than the throttle lets pass; once it is closed, the right one is refused as well.
 */
export async function provePasscode(
  { db, config }: Pick<Runtime, "db" | "config">,
  { linkId, stored, passcode, ip }: Attempt,
): Promise<void> {
  if (passcode === undefined) throw new Refusal("passcode_required", "This link asks for a passcode.");
  const given = passcodeHash(config.secret, linkId, passcode);
  const right = timingSafeEqual(Buffer.from(given), Buffer.from(stored));
  const counts = [
    { key: `share:${linkId}`, limit: PER_LINK },
    { key: `share:${linkId}:${limitKeyOfIp(ip)}`, limit: PER_ADDRESS },
  ];
  const wait = await db.transaction((tx) => countWrong(tx, counts, right));
  if (wait !== null)
    throw new Refusal(
      "rate_limit_exceeded",
      `Too many wrong passcodes. Try again in ${Math.ceil(wait / 60)} minutes.`,
      {
        retry_after: wait,
      },
    );
  if (!right) throw new Refusal("passcode_required", "That is not the passcode of this link.");
}

/** Locks the counts, and adds one where the passcode was wrong. Gives how many seconds to wait where one is full; null: none is. */
async function countWrong(
  db: Db,
  counts: readonly { key: string; limit: number }[],
  right: boolean,
): Promise<number | null> {
  const begun = sql`now() - make_interval(secs => ${WINDOW_SECONDS})`;
  const rows = await db
    .insert(throttles)
    .values(counts.map(({ key }) => ({ key, failures: 0, windowStart: sql`now()` })))
    .onConflictDoUpdate({
      target: throttles.key,
      set: {
        failures: sql`case when ${throttles.windowStart} < ${begun} then 0 else ${throttles.failures} end`,
        windowStart: sql`case when ${throttles.windowStart} < ${begun} then now() else ${throttles.windowStart} end`,
      },
    })
    .returning({
      key: throttles.key,
      failures: throttles.failures,
      left: sql<number>`ceil(extract(epoch from ${throttles.windowStart} - ${begun}))::int`,
    });
  const full = rows.filter(({ key, failures }) => counts.some((count) => count.key === key && failures >= count.limit));
  if (full.length > 0) return Math.max(1, ...full.map(({ left }) => left));
  if (!right)
    await db
      .update(throttles)
      .set({ failures: sql`${throttles.failures} + 1` })
      .where(
        inArray(
          throttles.key,
          counts.map(({ key }) => key),
        ),
      );
  return null;
}
