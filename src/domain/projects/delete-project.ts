import { and, eq } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { ProjectId } from "#contract/project.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { projects } from "#db/schema/organizations.ts";
import { auditedProject, lockProject, requireOrdinary } from "./project-view.ts";

/** Deletes an empty project with its list of members. Data never goes by accident: sources are deleted one by one. */
export const deleteProject = mutation(
  { name: "projects.delete", scope: "projects:write", input: ProjectId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockProject(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.project.version);
    requireOrdinary(before, "it cannot be deleted.");
    if (before.sources > 0) {
      const what = before.sources === 1 ? "a source" : `${before.sources} sources`;
      throw new Refusal("conflict", `There is still ${what} in this project. Delete what is in it first.`);
    }
    await db.delete(projects).where(and(eq(projects.orgId, principal.orgId), eq(projects.id, id)));
    ctx.record({
      action: "project.deleted",
      target: { type: "project", id, name: before.project.name },
      before: { ...auditedProject(before), members: before.members },
    });
    return {};
  },
);
