import { and, eq, sql } from "drizzle-orm";
import { ChangeRoleInput, Member } from "#contract/member.ts";
import { requireAuthorityOver, requireGrantableRole } from "#core/members/grant-role.ts";
import { lockMembers, lockMembership } from "#core/members/lock-members.ts";
import { requireOtherOwner } from "#core/members/require-other-owner.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { findMember, toMember } from "./member-view.ts";

/**
 * Makes a member something else. Nobody grants more than they are, only owners make or unmake owners, and one stays.
 * What the member's credentials may do follows at their next request.
 */
export const changeRole = mutation(
  { name: "members.change_role", scope: "users:write", input: ChangeRoleInput, output: Member },
  async (ctx, { id, role }) => {
    const { db, principal } = ctx;
    const { orgId } = principal;
    await lockMembers(db, principal);
    const { name } = await findMember(db, principal, id);
    const before = await lockMembership(db, orgId, id);
    if (!before) throw new Refusal("not_found", "There is no such member.");
    requireVersion(ctx.request.ifMatch, before.version);
    requireAuthorityOver(principal, before.role);
    requireGrantableRole(principal, role, before.role);
    if (before.role === "owner" && role !== "owner") await requireOtherOwner(db, orgId, id);

    if (role !== before.role)
      await db
        .update(memberships)
        .set({ role, version: sql`${memberships.version} + 1` })
        .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, id)));
    ctx.record({
      action: "member.role_changed",
      target: { type: "user", id, name },
      before: { role: before.role },
      after: { role },
    });
    ctx.changed({ user: id });
    return toMember(await findMember(db, principal, id));
  },
);
