import { LeaveInput, Removed } from "#contract/member.ts";
import { endMembership } from "#core/members/end-membership.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { mutation } from "#core/verb.ts";

/**
 * Leaves the organization that the session is in. The last owner cannot. Owners and admins may hand their keys over;
 * everybody else revokes them, or asks an admin to be removed, who can hand them over.
 */
export const leaveOrganization = mutation(
  { name: "members.leave", scope: null, sessionOnly: true, input: LeaveInput, output: Removed },
  async (ctx, { keys }) => {
    const { db, principal } = ctx;
    const { id, name, email } = principal.user;
    await lockMembers(db, principal);
    const { role, ...decided } = await endMembership(ctx, { id, name }, keys);
    ctx.record({
      action: "member.left",
      target: { type: "user", id, name },
      before: { email, role },
      after: decided,
    });
    return { id, ...decided };
  },
);
