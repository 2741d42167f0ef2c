import { getTableName, is, type SQL, sql } from "drizzle-orm";
import { PgColumn } from "drizzle-orm/pg-core";
import { type ProjectRole, seesEverybody } from "#contract/role.ts";
import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/**
 * THE RULE of who may what in a project, as an SQL expression over the column that names the project; null: not in it.
 * Owners and admins are admins of every project. In a default project everybody has the role of the organization, in any
 * other only its members have one, and a viewer of the organization stays a viewer. It is asked of the database each
 * time, so a change shows at the next request on every instance.
 */
export function projectRole({ orgId, role, user }: Principal, projectId: PgColumn | SQL): SQL<ProjectRole | null> {
  if (seesEverybody(role)) return sql`'admin'`;
  const inDefault = sql`${role}::text`;
  const inOthers = role === "viewer" ? sql`case when pm.role is not null then 'viewer' end` : sql`pm.role`;
  // Written out, since a selection from one table leaves the table's name away, and here it would mean another one.
  const id = is(projectId, PgColumn)
    ? sql`${sql.identifier(getTableName(projectId.table))}.${sql.identifier(projectId.name)}`
    : projectId;
  return sql`(select case when p.is_default then ${inDefault} else ${inOthers} end from projects p
    left join project_members pm on pm.org_id = p.org_id and pm.project_id = p.id and pm.user_id = ${user.id}
    where p.org_id = ${orgId} and p.id = ${id})`;
}

/** Condition: the principal is in the project that the column names. */
export const inProject = (principal: Principal, projectId: PgColumn | SQL): SQL | undefined =>
  seesEverybody(principal.role) ? undefined : sql`${projectRole(principal, projectId)} is not null`;

/** Condition: the principal may change what is in the project that the column names. */
const editsProject = (principal: Principal, projectId: PgColumn | SQL): SQL | undefined =>
  seesEverybody(principal.role) ? undefined : sql`${projectRole(principal, projectId)} in ('admin', 'editor')`;

/** Refuses whoever sees the project, but is only a viewer there. */
export async function requireEditor(db: Db, principal: Principal, projectId: string): Promise<void> {
  const allowed = editsProject(principal, sql`${projectId}::text`);
  if (!allowed) return;
  const [row] = await db.execute<{ allowed: boolean | null }>(sql`select ${allowed} as allowed`);
  if (!row?.allowed)
    throw new Refusal("forbidden", "You are a viewer of this project. Ask an admin of the project for more.");
}
