import { and, eq, type SQL, sql } from "drizzle-orm";
import type { ServiceAccount, ServiceAccountRole } from "#contract/service-account.ts";
import { livingKeysOf } from "#core/members/living-keys.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { credentialActivity, credentials } from "#db/schema/credentials.ts";
import { memberships, projectMembers, projects } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

const { orgId, userId } = memberships;

const columns = {
  id: users.id,
  name: users.name,
  role: sql<ServiceAccountRole>`${memberships.role}`,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
  version: memberships.version,
  projects: sql<ServiceAccount["projects"]>`coalesce((
    select json_agg(json_build_object('id', ${projects.id}, 'name', ${projects.name}, 'livemode', ${projects.livemode})
      order by ${projects.livemode} desc, lower(${projects.name}), ${projects.id})
    from ${projectMembers} join ${projects} on ${projects.id} = ${projectMembers.projectId}
    where ${projectMembers.orgId} = ${orgId} and ${projectMembers.userId} = ${userId}), '[]')`,
  keys: sql<number>`(select count(*)::int from ${credentials} where ${livingKeysOf(orgId, userId)})`,
  lastUsedAt: sql<string | null>`(select max(${credentialActivity.lastUsedAt}) from ${credentialActivity}
    join ${credentials} on ${credentials.id} = ${credentialActivity.credentialId}
    where ${credentials.orgId} = ${orgId} and ${credentials.ownerId} = ${userId})`,
};

export const serviceAccounts = (principal: Principal): SQL | undefined =>
  and(eq(orgId, principal.orgId), eq(users.kind, "service_account"));

export const selectServiceAccounts = (db: Db) =>
  db.select(columns).from(memberships).innerJoin(users, eq(users.id, userId));
export type ServiceAccountRow = Awaited<ReturnType<typeof selectServiceAccounts>>[number];

export const toServiceAccount = (row: ServiceAccountRow): ServiceAccount => ({
  id: row.id,
  name: row.name,
  role: row.role,
  status: row.disabledAt === null ? "active" : "disabled",
  projects: row.projects,
  keys: row.keys,
  last_used_at: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
  created_at: row.createdAt.toISOString(),
  version: row.version,
});

/** One service account of the organization, or `not_found`: people and those of others answer as unknown ids do. */
export async function findServiceAccount(db: Db, principal: Principal, id: string): Promise<ServiceAccountRow> {
  const [row] = await selectServiceAccounts(db).where(and(serviceAccounts(principal), eq(users.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such service account.");
  return row;
}

/** What the audit log keeps of a service account. */
export const auditedServiceAccount = (row: ServiceAccountRow) => ({
  name: row.name,
  role: row.role,
  disabled: row.disabledAt !== null,
  projects: row.projects.map(({ id }) => id),
});
