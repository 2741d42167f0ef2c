import type { Sql } from "#db/client.ts";
import { ACROSS_TENANTS } from "../tenant.ts";
import { anonymousKeyOf, publicKeyOf, publicOperations, quotaKeyOf } from "./limit-keys.ts";
import { type Limiter, WINDOW_SECONDS } from "./limiter.ts";

type Row = { credential_id: string; ip: string; is_public: boolean; requests: number };

/**
 * Takes the requests of the running window out of the limits again, so that a restart gives nobody a fresh quota. Call
 * it when the spool has been loaded. It mirrors what the pipeline takes: nothing where it answered 429; from the address
 * where the credential was no good; else from the credential.
 */
export async function restoreLimits({
  sql,
  limiter,
  nowMs,
}: {
  sql: Sql;
  limiter: Limiter;
  nowMs: number;
}): Promise<void> {
  const windowMs = WINDOW_SECONDS * 1000;
  const startMs = Math.floor(nowMs / windowMs) * windowMs;
  const [start, end] = [startMs, startMs + windowMs].map((ms) => new Date(ms).toISOString());
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    return tx<Row[]>`
      select case when by_credential then credential_id else '' end as credential_id,
        case when by_credential then '' else ip end as ip, is_public, count(*)::int as requests
      from (
        select credential_id, ip, is_public, by_address,
          credential_id <> '' and not is_public and not by_address as by_credential
        from (
          select credential_id, ip, operation = any(${[...publicOperations]}) as is_public,
            credential_id = '' or status = 401 or code = 'ip_not_allowed' as by_address
          from usage_events where time >= ${start!} and time < ${end!} and status <> 429
        ) events
      ) counted
      where is_public or by_address or by_credential
      group by 1, 2, 3`;
  });
  for (const { credential_id, ip, is_public, requests } of rows) {
    const key = is_public ? publicKeyOf(ip) : credential_id !== "" ? quotaKeyOf(credential_id) : anonymousKeyOf(ip);
    limiter.restore(key, requests, nowMs);
  }
}
