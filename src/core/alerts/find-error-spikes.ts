import { sql } from "drizzle-orm";
import { subjectTypeOf } from "./subject-type.ts";
import type { Look } from "./watch.ts";

const SPIKE_MINUTES = 10;
const SPIKE_REQUESTS = 20;
const SPIKE_SHARE = 0.5;
const SPIKE_TIMES = 3;
const QUIET_HOURS = 6;

type Row = {
  org_id: string;
  id: string;
  kind: string;
  name: string;
  hint: string;
  owner_id: string;
  personal: boolean;
  requests: number;
  errors: number;
  usual: number;
};

/**
 * A credential's errors have risen when, of its last 10 minutes (whole ones and the running one), it made 20 requests
 * or more, at least half of them failed, and that share is at least three times the one of the 24 whole hours before them.
 * Failed: a status of 400 and above, but not 429, which the alert on limits is for. Said once in six hours.
 */
export const findErrorSpikes: Look = async (db, now) => {
  const at = now.toISOString();
  // Hours that had ended when the ten minutes began: otherwise a rise would be compared with itself at each full hour.
  const hourMs = 3_600_000;
  const before = new Date(Math.floor((now.getTime() - SPIKE_MINUTES * 60_000) / hourMs) * hourMs).toISOString();
  const rows = await db.execute<Row>(sql`
    with active as (
      select distinct org_id from credential_activity where last_used_at > ${at}::timestamptz - interval '1 hour'
    ), recent as (
      select m.org_id, m.credential_id, sum(m.requests)::int as requests,
        coalesce(sum(m.requests) filter (where m.status >= 400 and m.status <> 429), 0)::int as errors
      from active a join usage_minutes m on m.org_id = a.org_id
      where m.start > date_trunc('minute', ${at}::timestamptz) - ${SPIKE_MINUTES} * interval '1 minute'
        and m.start <= ${at}::timestamptz and m.credential_id <> ''
      group by 1, 2
    ), suspect as (
      select * from recent where requests >= ${SPIKE_REQUESTS} and errors >= ${SPIKE_SHARE}::float8 * requests
    )
    select s.org_id, c.id, c.kind, c.name, c.hint, c.owner_id, c.org_id is null as personal, s.requests, s.errors,
      before.share as usual
    from suspect s
    join credentials c on c.id = s.credential_id
    cross join lateral (
      select coalesce(sum(h.requests) filter (where h.status >= 400 and h.status <> 429) / nullif(sum(h.requests), 0), 0)::float8 as share
      from usage_hours h where h.credential_id = s.credential_id
        and h.start >= ${before}::timestamptz - interval '24 hours'
        and h.start < ${before}::timestamptz) before
    where s.errors >= ${SPIKE_TIMES}::float8 * before.share * s.requests
      and not exists (select 1 from alerts a where a.org_id = s.org_id and a.subject_id = c.id
        and a.kind = 'usage.error_spike' and a.created_at > ${at}::timestamptz - ${QUIET_HOURS} * interval '1 hour')`);
  return rows.map((row) => ({
    orgId: row.org_id,
    kind: "usage.error_spike" as const,
    subject: { type: subjectTypeOf(row.kind), id: row.id, name: row.name },
    ownerId: row.owner_id,
    personal: row.personal,
    data: {
      hint: row.hint,
      requests: row.requests,
      errors: row.errors,
      minutes: SPIKE_MINUTES,
      usual_error_share: Math.round(row.usual * 1000) / 1000,
    },
  }));
};
