import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Principal } from "#core/principal.ts";
import { invalidField } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { usageEvents } from "#db/schema/usage.ts";
import { idTimeMs } from "./id-time.ts";
import { visibleRequests } from "./request-view.ts";

/** When the answer was ready. Requests reach the log in this order, not in the order in which they began. */
export const endedAt: SQL = sql`(${usageEvents.time} + ${usageEvents.durationUs} * interval '1 microsecond')`;

/** By then what was answered has been loaded, from other instances as well, so that a tail passes over nothing. */
const SETTLED_MS = 2000;
/** A request that took longer than this to be answered may be missing from a tail; it is in the log. */
const LONGEST_MS = 120_000;
/** An id is made with the request's time, give or take what the clock was set in between. */
const SLACK_MS = 5000;

/** The condition for what came after the request with that id. */
export async function afterRequest(db: Db, principal: Principal, id: string, now: Date): Promise<SQL | undefined> {
  const began = idTimeMs(id);
  if (began === null) throw invalidField("after", "invalid_id", "Send the id of the last request that you have seen.");
  const endedMs = (await endOf(db, principal, id, began)) ?? Math.min(began, now.getTime() - SETTLED_MS);
  const ended = sql`to_timestamp(${endedMs}::float8 / 1000)`;
  return and(
    gte(usageEvents.time, new Date(endedMs - LONGEST_MS)),
    sql`(${endedAt}, ${usageEvents.id}) > (${ended}, ${id}::text)`,
    sql`${endedAt} <= ${new Date(now.getTime() - SETTLED_MS).toISOString()}::timestamptz`,
  );
}

/** When that request was answered, in epoch milliseconds; null: it is not kept, or not visible. */
async function endOf(db: Db, principal: Principal, id: string, began: number): Promise<number | null> {
  const nearby = and(
    gte(usageEvents.time, new Date(began - SLACK_MS)),
    lte(usageEvents.time, new Date(began + SLACK_MS)),
  );
  // Unless the caller chose a request id, it is this one, and has an index. Otherwise the id says when to look.
  for (const place of [eq(usageEvents.requestId, id), nearby]) {
    const [row] = await db
      .select({ endedMs: sql<number>`(extract(epoch from ${endedAt}) * 1000)::float8` })
      .from(usageEvents)
      .where(and(visibleRequests(principal, true), place, eq(usageEvents.id, id)));
    if (row) return row.endedMs;
  }
  return null;
}
