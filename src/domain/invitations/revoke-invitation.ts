import { and, eq, sql } from "drizzle-orm";
import { Invitation, InvitationId } from "#contract/invitation.ts";
import { requireAuthorityOver } from "#core/members/grant-role.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { invitations } from "#db/schema/organizations.ts";
import { findInvitation, lockInvitation, toInvitation } from "./invitation-view.ts";

/** Ends an invitation that was not accepted yet: its link lets nobody in any more. */
export const revokeInvitation = mutation(
  { name: "invitations.revoke", scope: "users:write", input: InvitationId, output: Invitation },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const before = await lockInvitation(db, principal, id);
    const { email, role, version } = before.invitation;
    requireVersion(ctx.request.ifMatch, version);
    requireAuthorityOver(principal, role);
    if (before.status === "accepted") throw new Refusal("conflict", "This invitation was accepted already.");
    if (before.status === "revoked") throw new Refusal("conflict", "This invitation was revoked already.");
    await db
      .update(invitations)
      .set({ revokedAt: now, version: sql`${invitations.version} + 1` })
      .where(and(eq(invitations.orgId, principal.orgId), eq(invitations.id, id)));
    ctx.record({
      action: "invitation.revoked",
      target: { type: "invitation", id, name: email },
      before: { email, role, status: before.status },
      after: { status: "revoked" },
    });
    return toInvitation(await findInvitation(db, principal, id));
  },
);
