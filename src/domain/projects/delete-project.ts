import { and, eq } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { ProjectId } from "#contract/project.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { projects } from "#db/schema/organizations.ts";
import { auditedProject, lockProject, type ProjectRow, requireOrdinary } from "./project-view.ts";

/** What stands in the way, in words; null: nothing. */
function contentsOf({ sources, dashboards, files, connectors }: ProjectRow): string | null {
  const all = { source: sources, dashboard: dashboards, file: files, connector: connectors };
  const held = Object.entries(all).filter(([, count]) => count > 0);
  const words = held.map(([noun, count]) => (count === 1 ? `a ${noun}` : `${count} ${noun}s`));
  return words.length === 0 ? null : words.join(" and ");
}

/** Deletes an empty project with its list of members. Data never goes by accident: what is in it is deleted one by one. */
export const deleteProject = mutation(
  { name: "projects.delete", scope: "projects:write", input: ProjectId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockProject(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.project.version);
    requireOrdinary(before, "it cannot be deleted.");
    const held = contentsOf(before);
    if (held !== null)
      throw new Refusal("conflict", `There is still ${held} in this project. Delete what is in it first, or move it.`);
    await db.delete(projects).where(and(eq(projects.orgId, principal.orgId), eq(projects.id, id)));
    ctx.record({
      action: "project.deleted",
      target: { type: "project", id, name: before.project.name },
      before: { ...auditedProject(before), members: before.members },
    });
    return {};
  },
);
