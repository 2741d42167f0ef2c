import { and, asc, desc, eq, gte, ilike, lt, or, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { ListedRequests, ListRequestsInput } from "#contract/usage.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { usageEvents } from "#db/schema/usage.ts";
import { selectRequests, toEntry, visibleRequests } from "./request-view.ts";
import { afterRequest, endedAt } from "./tail.ts";

type Input = z.output<typeof ListRequestsInput>;

/** The request log, newest first; with `after`, what came since then, oldest first. */
export const listRequests = query(
  { name: "requests.list", slow: true, scope: "usage:read", input: ListRequestsInput, output: ListedRequests },
  async ({ db, principal, now }, input) => {
    const where = and(visibleRequests(principal, input.credential_id !== undefined), ...filters(input));
    if (input.after !== undefined) {
      const rows = await selectRequests(db)
        .where(and(where, await afterRequest(db, principal, input.after, now)))
        .orderBy(asc(endedAt), asc(usageEvents.id))
        .limit(input.limit);
      // The id of the last one is what goes on from here; there is no page to turn.
      return { data: rows.map(toEntry), next_cursor: null };
    }
    const rows = await selectRequests(db)
      .where(and(where, input.cursor === undefined ? undefined : olderThan(input.cursor)))
      .orderBy(desc(usageEvents.time), desc(usageEvents.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1)?.event;
    return {
      data: page.map(toEntry),
      next_cursor: rows.length > input.limit && last ? encodeCursor([last.time.getTime(), last.id]) : null,
    };
  },
);

function olderThan(cursor: string): SQL {
  const [time, id] = decodeCursor(cursor, ["count", "text"]);
  return sql`(${usageEvents.time}, ${usageEvents.id}) < (to_timestamp(${time}::float8 / 1000), ${id}::text)`;
}

function filters(input: Input): (SQL | undefined)[] {
  const { from, to, credential_id, operation, status, code, method, ip, q } = input;
  return [
    from === undefined ? undefined : gte(usageEvents.time, new Date(from)),
    to === undefined ? undefined : lt(usageEvents.time, new Date(to)),
    credential_id === undefined ? undefined : eq(usageEvents.credentialId, credential_id),
    operation === undefined ? undefined : eq(usageEvents.operation, operation),
    status === undefined ? undefined : hasStatus(status),
    code === undefined ? undefined : eq(usageEvents.code, code),
    method === undefined ? undefined : eq(usageEvents.method, method),
    ip === undefined ? undefined : eq(usageEvents.ip, ip),
    q ? matches(q) : undefined,
  ];
}

function hasStatus(status: string): SQL | undefined {
  if (!status.endsWith("xx")) return eq(usageEvents.status, Number(status));
  const first = Number(status[0]) * 100;
  return and(gte(usageEvents.status, first), lt(usageEvents.status, first + 100));
}

/** A whole id is looked up by its index; a text with a slash can only be a path. */
function matches(q: string): SQL | undefined {
  if (/^req_[0-9a-z]{26}$/.test(q)) return eq(usageEvents.requestId, q);
  const inPath = ilike(usageEvents.path, `%${q.replace(/[\\%_]/g, "\\$&")}%`);
  return q.includes("/") ? inPath : or(inPath, eq(usageEvents.requestId, q));
}
