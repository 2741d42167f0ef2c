import type { Sql } from "#db/client.ts";
import { ACROSS_TENANTS } from "../tenant.ts";
import {
  anonymousKeyOf,
  isAddressKey,
  memberKeyOf,
  organizationKeyOf,
  publicKeyOf,
  publicOperations,
  quotaKeyOf,
} from "./limit-keys.ts";
import type { Counts } from "./memory-counts.ts";
import { WINDOW_SECONDS, windowStartMs } from "./window.ts";

type Row = {
  credential_id: string;
  org_id: string;
  user_id: string;
  ip: string;
  is_public: boolean;
  requests: number;
};

type Options = { sql: Sql; callers: Counts; addresses: Counts; nowMs: number };

/**
 * Takes the requests of the running window out of the limits again, so that a restart gives nobody a fresh quota. Call
 * it when the spool has been loaded. It mirrors what the pipeline takes: nothing where it answered 429; from the address
 * where the credential was no good; else from the credential, its owner and the organization.
 */
export async function restoreLimits({ sql, callers, addresses, nowMs }: Options): Promise<void> {
  const startMs = windowStartMs(nowMs);
  const [start, end] = [startMs, startMs + WINDOW_SECONDS * 1000].map((ms) => new Date(ms).toISOString());
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    return tx<Row[]>`
      select case when by_credential then credential_id else '' end as credential_id,
        case when by_credential then org_id else '' end as org_id,
        case when by_credential then user_id else '' end as user_id,
        case when by_credential then '' else ip end as ip, is_public, count(*)::int as requests
      from (
        select credential_id, org_id, user_id, ip, is_public, by_address,
          credential_id <> '' and not is_public and not by_address as by_credential
        from (
          select credential_id, org_id, user_id, ip, operation = any(${[...publicOperations]}) as is_public,
            credential_id = '' or status = 401 or code = 'ip_not_allowed' as by_address
          from usage_events where time >= ${start!} and time < ${end!} and status <> 429
        ) events
      ) counted
      where is_public or by_address or by_credential
      group by 1, 2, 3, 4, 5`;
  });
  const sums = new Map<string, number>();
  const add = (key: string, requests: number) => sums.set(key, (sums.get(key) ?? 0) + requests);
  for (const { credential_id, org_id, user_id, ip, is_public, requests } of rows) {
    if (credential_id === "") {
      add(is_public ? publicKeyOf(ip) : anonymousKeyOf(ip), requests);
      continue;
    }
    add(quotaKeyOf(credential_id), requests);
    add(memberKeyOf(org_id, user_id), requests);
    add(organizationKeyOf(org_id), requests);
  }
  for (const [key, requests] of sums) (isAddressKey(key) ? addresses : callers).restore(key, requests, nowMs);
}
