import { and, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { ProjectRole } from "#contract/role.ts";
import type { Db } from "#db/client.ts";
import { may, memberMay } from "../permissions/may.ts";
import { alsoAsk } from "../permissions/questions.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { projectOfBound } from "../sharing/within-bound.ts";

/** The highest role first, as `ProjectRole` lists them. */
const highest = (may: (role: ProjectRole) => SQL | undefined): SQL<ProjectRole | null> => {
  const cases = ProjectRole.options.map((role) => sql`when ${may(role) ?? sql`true`} then ${sql.raw(`'${role}'`)}`);
  return sql`(case ${sql.join(cases, sql` `)} end)`;
};

/** What the principal is in the project that the column names; null: not in it. */
export const projectRole = (principal: Principal, projectId: PgColumn | SQL): SQL<ProjectRole | null> =>
  highest((role) => may(principal, role, "project", projectId));

/** What any member of the organization is in it. */
export const projectRoleOf = (
  member: { orgId: PgColumn | SQL; userId: PgColumn | SQL },
  projectId: PgColumn | SQL,
): SQL<ProjectRole | null> => highest((role) => memberMay(member, role, "project", projectId));

/**
 * Condition: the principal is in the project that the column names; undefined: always. A share link is where its maker
 * could share from now, and of a source or a project in that one project only.
 */
export function inProject(principal: Principal, projectId: PgColumn | SQL): SQL | undefined {
  const ofLink = projectOfBound(principal);
  if (principal.bound)
    return and(ofLink ? sql`${projectId} = ${ofLink}` : undefined, editsProject(principal, projectId));
  return may(principal, "viewer", "project", projectId);
}

/** Condition: the principal may change what is in the project that the column names; undefined: always. */
export const editsProject = (principal: Principal, projectId: PgColumn | SQL): SQL | undefined =>
  may(principal, "editor", "project", projectId);

/** Refuses whoever sees the project, but is only a viewer there. */
export async function requireEditor(db: Db, principal: Principal, projectId: string): Promise<void> {
  alsoAsk(principal, "editor", "project", projectId);
  const allowed = editsProject(principal, sql`${projectId}::text`);
  if (!allowed) return;
  const [row] = await db.execute<{ allowed: boolean | null }>(sql`select ${allowed} as allowed`);
  if (!row?.allowed)
    throw new Refusal("forbidden", "You are a viewer of this project. Ask an admin of the project for more.");
}
