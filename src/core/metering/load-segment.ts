import type { Sql } from "#db/client.ts";
import { noteNetworks } from "../alerts/note-networks.ts";
import { ACROSS_TENANTS } from "../tenant.ts";
import { spoolColumns } from "./encode-event.ts";
import { BUCKET_GROWTH } from "./latency-bucket.ts";

const CHUNK = 256 * 1024;
const names = Object.keys(spoolColumns).join(", ");
const definitions = Object.entries(spoolColumns).map(([name, type]) => `${name} ${type} not null`);

/**
 * Loads one segment in one transaction: the raw events, both roll-ups and the last use of each credential. Gives the
 * number of events, 0 if the segment was loaded before. The bytes go to the server as they are; nothing is parsed here.
 */
export function loadSegment(sql: Sql, id: string, bytes: Buffer): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    // Claimed first: whoever else loads the same segment waits here for the outcome of this transaction.
    const claimed = await tx`insert into usage_segments (id, events) values (${id}, ${countLines(bytes)})
      on conflict do nothing returning events`;
    if (claimed.length === 0) return 0;
    await tx.unsafe(`create temp table if not exists spool_lines (${definitions.join(", ")}) on commit delete rows`);

    const copy = tx.unsafe(`copy spool_lines (${names}) from stdin`);
    const refused = refusalOf(copy);
    const stream = await copy.writable();
    stream.on("error", () => {});
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      await new Promise<void>((resolve, reject) => stream.write(chunk, (error) => (error ? reject(error) : resolve())));
    }
    stream.end();

    try {
      const steps = [
        // A clock that was far off must not hold up the queue: such events are filed under now.
        tx`update spool_lines set time_ms = extract(epoch from now()) * 1000
          where time_ms not between extract(epoch from now() - interval '399 days') * 1000
            and extract(epoch from now() + interval '2 days') * 1000`,
        tx`select ensure_usage_partition(day) from (
            select distinct (to_timestamp(time_ms / 1000.0::float8) at time zone 'UTC')::date as day from spool_lines) days`,
        tx`insert into usage_events (id, request_id, time, org_id, credential_id, credential_kind, user_id, role, livemode,
            method, path, operation, status, code, reason, duration_us, ip, user_agent, former_secret)
          select id, request_id, to_timestamp(time_ms / 1000.0::float8), org_id, credential_id, credential_kind, user_id,
            role, livemode, method, path, operation, status, code, reason, duration_us, ip, user_agent, former_secret
          from spool_lines`,
        rollUp("usage_minutes", 60_000),
        rollUp("usage_hours", 3_600_000),
        tx`insert into credential_activity (credential_id, org_id, last_used_at, ip, operation, status, user_agent)
          select distinct on (credential_id) credential_id, org_id, to_timestamp(time_ms / 1000.0::float8), nullif(ip, ''),
            operation, status, nullif(user_agent, '')
          from spool_lines where credential_id <> '' order by credential_id, time_ms desc, id desc
          on conflict (credential_id) do update set org_id = excluded.org_id, last_used_at = excluded.last_used_at,
            ip = excluded.ip, operation = excluded.operation, status = excluded.status, user_agent = excluded.user_agent
          where credential_activity.last_used_at <= excluded.last_used_at`,
        noteNetworks(tx),
      ];
      await Promise.all(steps);
    } catch (error) {
      throw refused.error ?? error;
    }
    return claimed[0]!.events as number;

    /** Rows in the order of the key, so that instances that load at once cannot wait for each other in a circle. */
    function rollUp(table: string, ms: number) {
      return tx`insert into ${tx(table)} as known
          (org_id, start, credential_id, livemode, operation, status, bucket, credential_kind, requests)
        select org_id, to_timestamp(time_ms / ${ms}::bigint * ${ms / 1000}::bigint) as start, credential_id, livemode,
          operation, status, ceil(ln(greatest(duration_us, 1)::float8) / ln(${BUCKET_GROWTH}::float8))::smallint as bucket,
          credential_kind, count(*)
        from spool_lines group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
        on conflict (org_id, start, credential_id, livemode, operation, status, bucket, credential_kind)
          do update set requests = known.requests + excluded.requests`;
    }
  });
}

/**
 * When the server refuses COPY data after the stream has ended, postgres.js tells neither the stream nor the query's
 * promise, which is fulfilled by then; all that is left is that the next statement finds an aborted transaction. The
 * reason still passes through the query's `reject`, and is kept there.
 */
function refusalOf(query: object): { error: unknown } {
  const kept: { error: unknown } = { error: null };
  const inner = query as { reject?: (error: unknown) => void };
  const reject = inner.reject;
  if (reject)
    inner.reject = (error) => {
      kept.error ??= error;
      reject(error);
    };
  return kept;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
