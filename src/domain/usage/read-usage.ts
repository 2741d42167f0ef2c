import { and, sql } from "drizzle-orm";
import { Usage, UsageInput } from "#contract/usage.ts";
import { visibleCredentials, visibleModes } from "#core/metering/visible-usage.ts";
import { query } from "#core/verb.ts";
import { decideRange } from "./usage-range.ts";
import { usageReport } from "./usage-report.ts";

/** Requests, errors and latencies of a range, from the roll-ups. What was answered a second or two ago is in it. */
export const readUsage = query(
  { name: "usage.read", scope: "usage:read", input: UsageInput, output: Usage },
  ({ db, principal, now }, input) =>
    usageReport(db, {
      range: decideRange(input, now),
      groupBy: input.group_by,
      compare: input.compare,
      where: and(
        sql`org_id = ${principal.orgId}`,
        visibleModes(principal, input.credential_id !== undefined, sql`livemode`),
        visibleCredentials(principal, sql`credential_id`),
        input.credential_id === undefined ? undefined : sql`credential_id = ${input.credential_id}`,
        input.operation === undefined ? undefined : sql`operation = ${input.operation}`,
      ),
    }),
);
