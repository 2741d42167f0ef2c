import type { TransactionSql } from "postgres";

/**
 * Notes the networks that the loaded requests came from, where a credential was let in. One that is not the first of
 * its credential waits as `unseen` to be told of. In the order of the key, so that instances that load at once cannot
 * wait for each other in a circle.
 */
export const noteNetworks = (tx: TransactionSql) => tx`
  insert into credential_networks (credential_id, network, org_id, ip, first_seen_at, unseen)
  select credential_id, network, org_id, ip, first_seen_at,
    row_number() over (partition by credential_id order by first_seen_at, network) > 1
      or exists (select 1 from credential_networks known where known.credential_id = fresh.credential_id)
  from (
    select distinct on (credential_id, network) credential_id, network, org_id, ip,
      to_timestamp(time_ms / 1000.0::float8) as first_seen_at
    from (
      select credential_id, network_of(ip) as network, max(org_id) as org_id, ip, min(time_ms) as time_ms
      from spool_lines
      where credential_id <> '' and org_id <> '' and status <> 401 and code <> 'ip_not_allowed'
      group by credential_id, ip
    ) addresses
    where network is not null
    order by credential_id, network, time_ms
  ) fresh
  where not exists (select 1 from credential_networks known
    where known.credential_id = fresh.credential_id and known.network = fresh.network)
  order by credential_id, network
  on conflict do nothing`;
