import { and, eq, inArray, notInArray } from "drizzle-orm";
import { alsoAsk } from "#core/permissions/questions.ts";
import type { Principal } from "#core/principal.ts";
import { inProject } from "#core/projects/project-role.ts";
import { invalidField } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { projectMembers, projects } from "#db/schema/organizations.ts";

/**
 * Makes the projects of a service account be those, in live and test alike. As an editor of them: its own role bounds
 * that. Refuses with `invalid_input` for a project that the principal does not see.
 */
export async function putIntoProjects(
  db: Db,
  principal: Principal,
  userId: string,
  projectIds: readonly string[],
): Promise<void> {
  const { orgId } = principal;
  const wanted = [...new Set(projectIds)];
  const found =
    wanted.length === 0
      ? []
      : await db
          .select({ id: projects.id, isDefault: projects.isDefault })
          .from(projects)
          .where(and(eq(projects.orgId, orgId), inArray(projects.id, wanted), inProject(principal, projects.id)))
          .for("key share");
  for (const [index, id] of projectIds.entries()) {
    const project = found.find((each) => each.id === id);
    if (!project) throw invalidField(`project_ids.${index}`, "unknown", "There is no such project.");
    alsoAsk(principal, "viewer", "project", id);
    if (project.isDefault)
      throw invalidField(`project_ids.${index}`, "default_project", "Everybody is in the default projects already.");
  }
  const theirs = and(eq(projectMembers.orgId, orgId), eq(projectMembers.userId, userId));
  await db
    .delete(projectMembers)
    .where(wanted.length > 0 ? and(theirs, notInArray(projectMembers.projectId, wanted)) : theirs);
  if (wanted.length > 0)
    await db
      .insert(projectMembers)
      .values(wanted.map((projectId) => ({ orgId, projectId, userId, role: "editor" as const })))
      .onConflictDoNothing();
}
