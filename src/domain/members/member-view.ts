import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Member } from "#contract/member.ts";
import { livingKeysOf } from "#core/members/living-keys.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { totpFactors } from "#db/schema/account.ts";
import { credentialActivity, credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { sessions, users } from "#db/schema/users.ts";

const { orgId, userId } = memberships;

/** In this organization: what a person does in another one is nobody's business here. */
const lastActiveAt = sql<string | null>`greatest(
  (select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.userId} = ${userId} and ${sessions.orgId} = ${orgId}),
  (select max(${credentialActivity.lastUsedAt}) from ${credentialActivity}
    join ${credentials} on ${credentials.id} = ${credentialActivity.credentialId}
    where ${credentials.ownerId} = ${userId} and ${credentialActivity.orgId} = ${orgId}))`;

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: memberships.role,
  joinedAt: memberships.createdAt,
  version: memberships.version,
  lastActiveAt,
  secondFactor: sql<boolean>`exists (select 1 from ${totpFactors} where ${totpFactors.userId} = ${userId})`,
  keys: sql<number>`(select count(*)::int from ${credentials} where ${livingKeysOf(orgId, userId)})`,
};

/** The people of an organization; service accounts are listed elsewhere. */
export const people = (principal: Principal): SQL | undefined =>
  and(eq(orgId, principal.orgId), eq(users.kind, "person"), isNotNull(users.email));

export const selectMembers = (db: Db) => db.select(columns).from(memberships).innerJoin(users, eq(users.id, userId));
export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number];

export const toMember = (row: MemberRow): Member => ({
  id: row.id,
  name: row.name,
  email: row.email ?? "",
  role: row.role,
  joined_at: row.joinedAt.toISOString(),
  last_active_at: row.lastActiveAt === null ? null : new Date(row.lastActiveAt).toISOString(),
  second_factor: row.secondFactor,
  keys: row.keys,
  version: row.version,
});

/** One person of the organization, or `not_found`: somebody of another one answers as an unknown id does. */
export async function findMember(db: Db, principal: Principal, id: string): Promise<MemberRow> {
  const [row] = await selectMembers(db).where(and(people(principal), eq(users.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such member.");
  return row;
}
