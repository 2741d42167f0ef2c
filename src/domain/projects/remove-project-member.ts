import { and, eq } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { ProjectMemberId } from "#contract/project.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { projectMembers } from "#db/schema/organizations.ts";
import { ofProject, selectProjectMembers } from "./project-member-view.ts";
import { lockProject, requireOrdinary } from "./project-view.ts";

/** Takes somebody out of a project. What is in it does not exist for them from their next request on. */
export const removeProjectMember = mutation(
  { name: "projects.remove_member", scope: "projects:write", input: ProjectMemberId, output: Nothing },
  async (ctx, { id, user_id }) => {
    const { db, principal } = ctx;
    const found = await lockProject(db, principal, id);
    requireOrdinary(found, "everybody is in it, with their role in the organization.");
    const one = and(ofProject(principal, id), eq(projectMembers.userId, user_id));
    const [before] = await selectProjectMembers(db).where(one);
    if (!before) throw new Refusal("not_found", "There is no such member of this project.");
    await db.delete(projectMembers).where(one);
    ctx.record({
      action: "project.member_removed",
      target: { type: "project", id, name: found.project.name },
      before: { user_id, name: before.user.name, role: before.role },
    });
    ctx.changed({ user: user_id });
    return {};
  },
);
