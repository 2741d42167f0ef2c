import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Project } from "#contract/project.ts";
import type { ProjectRole } from "#contract/role.ts";
import { alsoAsk } from "#core/permissions/questions.ts";
import type { Principal } from "#core/principal.ts";
import { inProject, projectRole } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import { withinBound } from "#core/sharing/within-bound.ts";
import type { Db } from "#db/client.ts";
import { projects } from "#db/schema/organizations.ts";

/** The projects of the mode that the principal is in: test and live never mix. */
export const visibleProjects = (principal: Principal): SQL | undefined =>
  and(
    eq(projects.orgId, principal.orgId),
    eq(projects.livemode, principal.livemode),
    inProject(principal, projects.id),
    withinBound(principal, "project", projects.id),
  );

export const selectProjects = (db: Db, principal: Principal) =>
  db
    .select({
      project: projects,
      role: sql<ProjectRole>`${projectRole(principal, projects.id)}`,
      members: sql<number>`(select count(*)::int from project_members pm where pm.project_id = projects.id)`,
      sources: sql<number>`(select count(*)::int from sources s where s.project_id = projects.id)`,
      dashboards: sql<number>`(select count(*)::int from dashboards d where d.project_id = projects.id)`,
      files: sql<number>`(select count(*)::int from files f where f.project_id = projects.id)`,
      connectors: sql<number>`(select count(*)::int from connectors c where c.project_id = projects.id)`,
    })
    .from(projects);
export type ProjectRow = Awaited<ReturnType<typeof selectProjects>>[number];

export const toProject = ({ project, role, members, ...held }: ProjectRow): Project => ({
  id: project.id,
  name: project.name,
  description: project.description,
  livemode: project.livemode,
  is_default: project.isDefault,
  role,
  members,
  ...held,
  created_at: project.createdAt.toISOString(),
  updated_at: project.updatedAt.toISOString(),
  version: project.version,
});

/** Refuses with `not_found` for a project that the principal is not in, as for an id that nobody has. */
export async function findProject(db: Db, principal: Principal, id: string): Promise<ProjectRow> {
  const [row] = await selectProjects(db, principal).where(and(visibleProjects(principal), eq(projects.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such project.");
  alsoAsk(principal, "viewer", "project", id);
  return row;
}

/** The same for its admins, and nobody else changes it, or puts something into it, until this transaction ends. */
export async function lockProject(db: Db, principal: Principal, id: string): Promise<ProjectRow> {
  await db
    .select({ id: projects.id })
    .from(projects)
    .where(and(visibleProjects(principal), eq(projects.id, id)))
    .for("update");
  const row = await findProject(db, principal, id);
  requireProjectAdmin(principal, row);
  return row;
}

export function requireProjectAdmin(principal: Principal, { project, role }: ProjectRow): void {
  alsoAsk(principal, "admin", "project", project.id);
  if (role !== "admin")
    throw new Refusal("forbidden", `You are ${role} of this project. Only its admins change it and who is in it.`);
}

/** Everybody is in a default project, and it stays: what names nothing else goes there. */
export function requireOrdinary({ project }: ProjectRow, deed: string): void {
  if (project.isDefault) throw new Refusal("conflict", `This is the default project: ${deed}`);
}

/** What the audit log keeps of a project. */
export const auditedProject = ({ project }: ProjectRow) => ({
  name: project.name,
  description: project.description,
  livemode: project.livemode,
});
