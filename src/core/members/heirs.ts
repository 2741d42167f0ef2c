import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Heir } from "#contract/member.ts";
import { isAtLeast, type Role, seesEverybody } from "#contract/role.ts";
import type { Db } from "#db/client.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import type { Principal } from "../principal.ts";

type Leaver = { id: string; name: string; role: Role };

/**
 * Who could take over the keys of whoever goes, and why the others could not. A key never gains by it: whoever still
 * has its secret would gain with it. So its new owner has no higher role, and is in no project that the old one is not in.
 */
export async function heirsOf(db: Db, { orgId, role }: Principal, leaver: Leaver): Promise<Heir[]> {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      kind: users.kind,
      role: memberships.role,
      beyond: sql<string | null>`(select string_agg(p.name, ', ' order by p.name) from project_members theirs
        join projects p on p.id = theirs.project_id
        where theirs.org_id = ${orgId} and theirs.user_id = ${users.id} and not exists (
          select 1 from project_members his where his.org_id = ${orgId} and his.project_id = theirs.project_id
            and his.user_id = ${leaver.id} and (his.role in (theirs.role, 'admin') or theirs.role = 'viewer')))`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, orgId), ne(memberships.userId, leaver.id), isNull(users.disabledAt)))
    .orderBy(asc(users.kind), asc(sql`lower(${users.name})`), asc(users.id))
    .limit(500);

  const reasonAgainst = (heir: { name: string; role: Role; beyond: string | null }) => {
    if (!isAtLeast(role, heir.role)) return `${heir.name} is ${heir.role}, which is more than you.`;
    if (!isAtLeast(leaver.role, heir.role))
      return `${heir.name} is ${heir.role} and ${leaver.name} is ${leaver.role}: the key would gain by it.`;
    if (heir.beyond !== null && !seesEverybody(leaver.role))
      return `${heir.name} is in projects that ${leaver.name} is not in (${heir.beyond}): the key would gain by it.`;
    return null;
  };
  return rows.map(({ beyond, ...heir }) => ({ ...heir, reason: reasonAgainst({ ...heir, beyond }) }));
}
