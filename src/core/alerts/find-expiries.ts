import { sql } from "drizzle-orm";
import { subjectTypeOf } from "./subject-type.ts";
import type { Look } from "./watch.ts";

type Row = {
  id: string;
  kind: string;
  name: string;
  hint: string;
  owner_id: string;
  org_id: string | null;
  home_org: string | null;
  expires_at: string;
  days: number | null;
};

/**
 * Credentials that people look after and that expire within 30, 7 or 1 days, or have expired in the last two. Each of
 * these is said once for each expiry; one that was already near when the credential was made is not said at all.
 * A user's own credential tells its owner, in the organization they act in by default.
 */
export const findExpiries: Look = async (db, now) => {
  const at = now.toISOString();
  const rows = await db.execute<Row>(sql`
    select c.id, c.kind, c.name, c.hint, c.owner_id, c.org_id, c.expires_at, near.days,
      case when c.org_id is null then (
        select m.org_id from memberships m join users u on u.id = m.user_id where m.user_id = c.owner_id
        order by (m.org_id = u.default_org_id) desc nulls last, m.created_at, m.org_id limit 1) end as home_org
    from credentials c
    left join lateral (
      select min(days) as days from (values (1), (7), (30)) as steps(days)
      where c.expires_at > ${at}::timestamptz and c.expires_at <= ${at}::timestamptz + days * interval '1 day'
        and c.created_at < c.expires_at - days * interval '1 day') near on true
    where c.revoked_at is null and c.kind in ('api_key', 'personal_access_token', 'private_token')
      and c.expires_at > ${at}::timestamptz - interval '2 days' and c.expires_at <= ${at}::timestamptz + interval '30 days'
      and (near.days is not null or c.expires_at <= ${at}::timestamptz)
      and not exists (select 1 from alerts a where a.org_id = c.org_id and a.once_key = case
        when near.days is null then 'expired:' || c.id || ':' || extract(epoch from c.expires_at)::bigint
        else 'expiring:' || near.days || ':' || c.id || ':' || extract(epoch from c.expires_at)::bigint end)
    limit 1000`);
  return rows.flatMap((row) => {
    const orgId = row.org_id ?? row.home_org;
    if (orgId === null) return [];
    const expiresAt = new Date(row.expires_at);
    const key = `${row.id}:${Math.floor(expiresAt.getTime() / 1000)}`;
    const expired = row.days === null;
    return {
      orgId,
      kind: expired ? ("key.expired" as const) : ("key.expiring" as const),
      subject: { type: subjectTypeOf(row.kind), id: row.id, name: row.name },
      ownerId: row.owner_id,
      personal: row.org_id === null,
      onceKey: expired ? `expired:${key}` : `expiring:${row.days}:${key}`,
      data: { hint: row.hint, expires_at: expiresAt.toISOString(), ...(!expired && { days: row.days }) },
    };
  });
};
