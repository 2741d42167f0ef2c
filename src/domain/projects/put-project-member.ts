import { and, eq } from "drizzle-orm";
import { ProjectMember, PutProjectMemberInput } from "#contract/project.ts";
import { scopesOfProjectRole } from "#contract/role.ts";
import { requireGrantable } from "#core/authorize.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { ofProject, selectProjectMembers, toProjectMember } from "./project-member-view.ts";
import { lockProject, requireOrdinary } from "./project-view.ts";

/** Adds somebody of the organization to a project, or gives them another role there. */
export const putProjectMember = mutation(
  { name: "projects.put_member", scope: "projects:write", input: PutProjectMemberInput, output: ProjectMember },
  async (ctx, { id, user_id, role }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    const found = await lockProject(db, principal, id);
    requireOrdinary(found, "everybody is in it, with their role in the organization.");
    // Held until the end, so that whoever is being removed is waited for and then not found.
    const [member] = await db
      .select({ name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user_id)))
      .for("share", { of: memberships });
    if (!member) throw new Refusal("not_found", "There is no such member of the organization.");
    const one = and(ofProject(principal, id), eq(projectMembers.userId, user_id));
    const [before] = await db.select({ role: projectMembers.role }).from(projectMembers).where(one);
    // A credential lets nobody into what it does not reach itself.
    const had = before ? scopesOfProjectRole[before.role] : [];
    if (principal.via.kind !== "session")
      requireGrantable(
        principal,
        scopesOfProjectRole[role].filter((scope) => !had.includes(scope)),
      );
    await db
      .insert(projectMembers)
      .values({ orgId, projectId: id, userId: user_id, role, createdAt: now })
      .onConflictDoUpdate({ target: [projectMembers.projectId, projectMembers.userId], set: { role } });
    ctx.record({
      action: before ? "project.member_changed" : "project.member_added",
      target: { type: "project", id, name: found.project.name },
      before: before ? { user_id, name: member.name, role: before.role } : undefined,
      after: { user_id, name: member.name, role },
    });
    ctx.changed({ user: user_id });
    const [after] = await selectProjectMembers(db).where(one);
    if (!after) throw new Error("a project member is gone");
    return toProjectMember(after);
  },
);
