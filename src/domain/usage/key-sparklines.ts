import { and, inArray, sql } from "drizzle-orm";
import { Sparklines, SparklinesInput } from "#contract/usage.ts";
import { query } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { stepMsOf } from "./usage-range.ts";
import { visibleCredential } from "./visible-credential.ts";

const HOURS = 24;

/** Requests of each credential by the hour, the running hour last. */
export const keySparklines = query(
  { name: "keys.sparklines", scope: "keys:read", input: SparklinesInput, output: Sparklines },
  async ({ db, principal, now }, { credential_ids }) => {
    const toMs = (Math.floor(now.getTime() / stepMsOf.hour) + 1) * stepMsOf.hour;
    const fromMs = toMs - HOURS * stepMsOf.hour;
    const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
    if (credential_ids.length === 0) return { from, to, data: [] };
    const visible = await db
      .select({ id: credentials.id })
      .from(credentials)
      .where(and(visibleCredential(principal), inArray(credentials.id, credential_ids)));
    const counts = new Map(visible.map(({ id }) => [id, new Array<number>(HOURS).fill(0)]));
    const rows = await db.execute<{ credential_id: string; hour: number; requests: number }>(sql`
      select credential_id, ((extract(epoch from start) * 1000 - ${fromMs}::bigint) / ${stepMsOf.hour}::bigint)::int as hour,
        sum(requests)::float8 as requests
      from usage_hours
      where org_id = ${principal.orgId} and credential_id = any(${sql.param([...counts.keys()])}::text[])
        and start >= ${from}::timestamptz and start < ${to}::timestamptz
      group by 1, 2`);
    for (const { credential_id, hour, requests } of rows) counts.get(credential_id)![hour] = requests;
    return { from, to, data: [...counts].map(([credential_id, requests]) => ({ credential_id, requests })) };
  },
);
