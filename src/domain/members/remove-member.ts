import { Removed, RemoveMemberInput } from "#contract/member.ts";
import { endMembership } from "#core/members/end-membership.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { mutation } from "#core/verb.ts";
import { findMember } from "./member-view.ts";

/**
 * Takes a person out of the organization, together with a decision on each of their keys: all of it or nothing. Refuses
 * with `conflict` and the list of those that are missing while a key is not decided on.
 */
export const removeMember = mutation(
  { name: "members.remove", scope: "users:write", input: RemoveMemberInput, output: Removed },
  async (ctx, { id, keys }) => {
    const { db, principal } = ctx;
    await lockMembers(db, principal);
    const member = await findMember(db, principal, id);
    const { role, ...decided } = await endMembership(ctx, member, keys);
    ctx.record({
      action: "member.removed",
      target: { type: "user", id, name: member.name },
      before: { email: member.email, role },
      after: decided,
    });
    return { id, ...decided };
  },
);
