import { and, gte, lt, sql } from "drizzle-orm";
import type { ProblemCode } from "#contract/problem.ts";
import { GroupErrorsInput, GroupedErrors } from "#contract/usage.ts";
import { invalidField } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import { usageEvents } from "#db/schema/usage.ts";
import { visibleRequests } from "./request-view.ts";

const DAY_MS = 86_400_000;
const MAX_GROUPS = 100;

/** The errors of a range (24 hours unless told) by code and operation, the most frequent first. */
export const groupErrors = query(
  { name: "requests.group_errors", slow: true, scope: "usage:read", input: GroupErrorsInput, output: GroupedErrors },
  async ({ db, principal, now }, input) => {
    const to = input.to === undefined ? now : new Date(input.to);
    const from = input.from === undefined ? new Date(to.getTime() - DAY_MS) : new Date(input.from);
    if (from >= to) throw invalidField("from", "not_before_to", "from must lie before to.");
    const requests = sql<number>`count(*)::float8`;
    const newest = sql`order by ${usageEvents.time} desc, ${usageEvents.id} desc`;
    const rows = await db
      .select({
        code: usageEvents.code,
        status: usageEvents.status,
        operation: usageEvents.operation,
        requests,
        credentials: sql<number>`count(distinct nullif(${usageEvents.credentialId}, ''))::int`,
        lastAt: sql<number>`(extract(epoch from max(${usageEvents.time})) * 1000)::float8`,
        lastRequestId: sql<string>`(array_agg(${usageEvents.requestId} ${newest}))[1]`,
      })
      .from(usageEvents)
      .where(
        and(
          visibleRequests(principal, false),
          gte(usageEvents.time, from),
          lt(usageEvents.time, to),
          gte(usageEvents.status, 400),
          sql`${usageEvents.code} <> ''`,
        ),
      )
      .groupBy(usageEvents.code, usageEvents.status, usageEvents.operation)
      .orderBy(sql`count(*) desc`, usageEvents.code, usageEvents.operation)
      .limit(MAX_GROUPS);
    return {
      data: rows.map((row) => ({
        code: row.code as ProblemCode,
        status: row.status,
        operation: row.operation || null,
        requests: row.requests,
        credentials: row.credentials,
        last_at: new Date(row.lastAt).toISOString(),
        last_request_id: row.lastRequestId,
      })),
    };
  },
);
