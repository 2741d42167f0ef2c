import { sql } from "drizzle-orm";
import { lifetimeWords } from "../policy/under-rules.ts";
import { subjectTypeOf } from "./subject-type.ts";
import type { Look } from "./watch.ts";

type Row = {
  id: string;
  kind: string;
  name: string;
  hint: string;
  owner_id: string;
  personal: boolean;
  org_id: string;
  ends_at: string;
  /** The longest lifetime that ends it before its own expiry does; null: it does not. */
  lifetime_days: number | null;
  days: number | null;
};

/**
 * Credentials that people look after and that end within 30, 7 or 1 days, or have ended in the last two: by their own
 * expiry, or by the longest lifetime that their organization allows (then also if that rule is not older). Each of these
 * is said once for each end; one that was already near when the credential was made is not said at all. A user's own
 * credential tells its owner, in the organization they act in by default and under its rule.
 */
export const findExpiries: Look = async (db, now) => {
  const at = now.toISOString();
  const rows = await db.execute<Row>(sql`
    with placed as (
      select c.*, coalesce(c.org_id, (
        select m.org_id from memberships m join users u on u.id = m.user_id where m.user_id = c.owner_id
        order by (m.org_id = u.default_org_id) desc nulls last, m.created_at, m.org_id limit 1)) as told_org
      from credentials c
      where c.revoked_at is null and c.kind in ('api_key', 'personal_access_token', 'private_token')
    ), ending as (
      select p.*, least(p.expires_at, p.created_at + rules.days * interval '24 hours') as ends_at, o.updated_at as ruled_at,
        case when p.created_at + rules.days * interval '24 hours' < coalesce(p.expires_at, 'infinity') then rules.days end
          as lifetime_days
      from placed p join organizations o on o.id = p.told_org
      cross join lateral (select (o.settings ->> 'max_key_lifetime_days')::int as days) rules
    )
    select c.id, c.kind, c.name, c.hint, c.owner_id, c.org_id is null as personal, c.told_org as org_id, c.ends_at,
      c.lifetime_days, near.days
    from ending c
    left join lateral (
      select min(days) as days from (values (1), (7), (30)) as steps(days)
      where c.ends_at > ${at}::timestamptz and c.ends_at <= ${at}::timestamptz + days * interval '1 day'
        and c.created_at < c.ends_at - days * interval '1 day') near on true
    where c.ends_at <= ${at}::timestamptz + interval '30 days'
      and case when c.lifetime_days is null then c.ends_at else greatest(c.ends_at, c.ruled_at) end
        > ${at}::timestamptz - interval '2 days'
      and (near.days is not null or c.ends_at <= ${at}::timestamptz)
      and not exists (select 1 from alerts a where a.org_id = c.told_org and a.once_key = case
        when near.days is null then 'expired:' || c.id || ':' || floor(extract(epoch from c.ends_at))::bigint
        else 'expiring:' || near.days || ':' || c.id || ':' || floor(extract(epoch from c.ends_at))::bigint end)
    limit 1000`);
  return rows.map((row) => {
    const endsAt = new Date(row.ends_at);
    const key = `${row.id}:${Math.floor(endsAt.getTime() / 1000)}`;
    const expired = row.days === null;
    return {
      orgId: row.org_id,
      kind: expired ? ("key.expired" as const) : ("key.expiring" as const),
      subject: { type: subjectTypeOf(row.kind), id: row.id, name: row.name },
      ownerId: row.owner_id,
      personal: row.personal,
      onceKey: expired ? `expired:${key}` : `expiring:${row.days}:${key}`,
      data: {
        hint: row.hint,
        expires_at: endsAt.toISOString(),
        ...(!expired && { days: row.days }),
        ...(row.lifetime_days !== null && { reason: lifetimeWords(row.lifetime_days) }),
      },
    };
  });
};
