import { and, eq, sql } from "drizzle-orm";
import { Project, UpdateProjectInput } from "#contract/project.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { projects } from "#db/schema/organizations.ts";
import { auditedProject, findProject, lockProject, toProject } from "./project-view.ts";

/** Renames or describes a project. */
export const updateProject = mutation(
  { name: "projects.update", scope: "projects:write", input: UpdateProjectInput, output: Project },
  async (ctx, { id, name, description }) => {
    const { db, principal, now } = ctx;
    const before = await lockProject(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.project.version);
    await db
      .update(projects)
      .set({
        name: name ?? before.project.name,
        description: description === undefined ? before.project.description : description,
        updatedAt: now,
        version: sql`${projects.version} + 1`,
      })
      .where(and(eq(projects.orgId, principal.orgId), eq(projects.id, id)));
    const after = await findProject(db, principal, id);
    ctx.record({
      action: "project.updated",
      target: { type: "project", id, name: after.project.name },
      before: auditedProject(before),
      after: auditedProject(after),
    });
    return toProject(after);
  },
);
