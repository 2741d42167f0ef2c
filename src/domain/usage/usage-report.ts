import { and, type SQL, sql } from "drizzle-orm";
import type { Usage, UsageInput } from "#contract/usage.ts";
import { durationMsOf } from "#core/metering/latency-bucket.ts";
import type { Db } from "#db/client.ts";
import { labelGroups } from "./label-groups.ts";
import { rangeBefore, type UsageRange } from "./usage-range.ts";

type GroupBy = NonNullable<UsageInput["group_by"]>;

/** `where` bounds organization, mode and credentials, and speaks of the columns of the roll-ups. */
type Report = { range: UsageRange; where: SQL | undefined; groupBy?: GroupBy; compare?: boolean };

type Totals = Usage["totals"];
type Row = {
  all_groups: number;
  all_steps: number;
  grp: string | null;
  step: number | null;
  requests: number;
  errors: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

const OTHER = "other";
const MAX_GROUPS = 50;
/** So many points at most in one answer. */
const MAX_POINTS = 24_000;

const groupColumns: Record<GroupBy, SQL> = {
  // Sessions come and go; they are one caller in the statistics of keys.
  key: sql`case when credential_kind = 'session' then 'session' else credential_id end`,
  operation: sql`operation`,
  status: sql`status::text`,
  credential_kind: sql`credential_kind`,
};

const byText = (a: string | null, b: string | null) => ((a ?? "") < (b ?? "") ? -1 : 1);

const none: Totals = { requests: 0, errors: 0, p50_ms: null, p95_ms: null, p99_ms: null };

/** What the roll-ups say about a range: in all, by group, and by interval without a gap. */
export async function usageReport(db: Db, { range, where, groupBy, compare }: Report): Promise<Usage> {
  const named = Math.min(MAX_GROUPS, Math.floor(MAX_POINTS / range.steps));
  const rows = await readRollUp(db, range, where, groupBy, named);
  const total = rows.find((row) => row.all_groups === 1);
  const groups = groupBy ? rows.filter((row) => row.all_groups === 0 && row.all_steps === 1) : [];
  groups.sort(
    (a, b) => Number(a.grp === OTHER) - Number(b.grp === OTHER) || b.requests - a.requests || byText(a.grp, b.grp),
  );
  const labels = groupBy
    ? await labelGroups(
        db,
        groupBy,
        groups.map((row) => row.grp ?? ""),
      )
    : new Map<string, string>();

  const points = new Map(rows.filter((row) => row.all_steps === 0).map((row) => [`${row.step} ${row.grp}`, row]));
  const data: Usage["data"] = [];
  for (let step = 0; step < range.steps; step += 1) {
    const start = new Date(range.fromMs + step * range.stepMs).toISOString();
    for (const group of groupBy ? groups.map((row) => row.grp ?? "") : [null])
      data.push({ start, group, ...toTotals(points.get(`${step} ${group ?? ""}`)) });
  }

  const before = compare ? rangeBefore(range) : null;
  const previous = before ? await readRollUp(db, before, where, undefined, 1) : [];
  const totals = toTotals(total);
  return {
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    interval: range.interval,
    total_requests: totals.requests,
    total_errors: totals.errors,
    totals,
    previous: before ? toTotals(previous.find((row) => row.all_groups === 1)) : null,
    groups: groups.map((row) => {
      const group = row.grp ?? "";
      return { group, label: group === OTHER ? "Other" : (labels.get(group) ?? group), ...toTotals(row) };
    }),
    data,
  };
}

function toTotals(row: Row | undefined): Totals {
  if (!row || row.requests === 0) return none;
  const ms = (bucket: number | null) => (bucket === null ? null : durationMsOf(bucket));
  return { requests: row.requests, errors: row.errors, p50_ms: ms(row.p50), p95_ms: ms(row.p95), p99_ms: ms(row.p99) };
}

/**
 * One scan of the roll-up: sums and the latency buckets in which the percentiles lie (nearest rank), for each group and
 * interval, each group, and all. Groups behind the `named` largest are folded into one.
 */
async function readRollUp(
  db: Db,
  range: UsageRange,
  where: SQL | undefined,
  groupBy: GroupBy | undefined,
  named: number,
): Promise<Row[]> {
  const table = sql.raw(range.interval === "minute" ? "usage_minutes" : "usage_hours");
  const [from, to] = [range.fromMs, range.toMs].map((ms) => new Date(ms).toISOString());
  const inRange = sql`start >= ${from}::timestamptz and start < ${to}::timestamptz`;
  const percentile = (share: number) => sql`(min(bucket) filter (where upto >= ceil(total * ${share}::numeric)))::int`;
  const rows = await db.execute(sql`
    with cells as materialized (
      select ${groupBy ? groupColumns[groupBy] : sql`''::text`} as grp, bucket,
        ((extract(epoch from start) * 1000 - ${range.fromMs}::bigint)::bigint / ${range.stepMs}::bigint)::int as step,
        sum(requests) as requests, coalesce(sum(requests) filter (where status >= 400), 0) as errors
      from ${table} where ${and(inRange, where)} group by 1, 2, 3
    ), places as (
      select grp, row_number() over (order by sum(requests) desc, grp) as place from cells group by grp
    ), sums as (
      select case when place <= ${named}::int then cells.grp else ${OTHER} end as grp, step, bucket, requests, errors
      from cells join places using (grp)
    ), sets as (
      select grouping(grp) as all_groups, grouping(step) as all_steps, grp, step, bucket,
        sum(requests) as requests, sum(errors) as errors
      from sums group by grouping sets ((grp, step, bucket), (grp, bucket), (bucket))
    ), running as (
      select *, sum(requests) over (slot order by bucket) as upto, sum(requests) over slot as total
      from sets window slot as (partition by all_groups, all_steps, grp, step)
    )
    select all_groups, all_steps, grp, step, sum(requests)::float8 as requests, sum(errors)::float8 as errors,
      ${percentile(0.5)} as p50, ${percentile(0.95)} as p95, ${percentile(0.99)} as p99
    from running group by 1, 2, 3, 4`);
  return rows as unknown as Row[];
}
