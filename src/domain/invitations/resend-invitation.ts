import { and, eq, sql } from "drizzle-orm";
import { CreatedInvitation, InvitationId } from "#contract/invitation.ts";
import { requireGrantableRole } from "#core/members/grant-role.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { requireAsBound } from "#core/policies/require-as-bound.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { invitations } from "#db/schema/organizations.ts";
import { mailLink, newLink } from "./invitation-link.ts";
import { findInvitation, INVITATION_MS, lockInvitation, toInvitation } from "./invitation-view.ts";

/**
 * Gives an invitation a new link for another seven days; the link before it ends. It is now the invitation of whoever
 * sends it again, and bound to what they may do.
 */
export const resendInvitation = mutation(
  {
    name: "invitations.resend",
    scope: "users:write",
    input: InvitationId,
    output: CreatedInvitation,
    secretFields: ["url"],
  },
  async (ctx, { id }) => {
    const { db, principal, now, runtime } = ctx;
    const { orgId, user, via } = principal;
    await lockMembers(db, principal);
    const before = await lockInvitation(db, principal, id);
    const { role, version } = before.invitation;
    requireVersion(ctx.request.ifMatch, version);
    requireGrantableRole(principal, role);
    await requireAsBound(db, principal, { userId: "", role, credentialId: "" });
    if (before.status === "accepted" || before.status === "revoked")
      throw new Refusal("conflict", `This invitation was ${before.status}. Make a new one.`);
    const { url, tokenHash } = newLink(runtime.config.publicUrl);
    await db
      .update(invitations)
      .set({
        tokenHash,
        invitedBy: user.id,
        credentialId: via.kind === "session" ? null : via.id,
        sentAt: now,
        expiresAt: new Date(now.getTime() + INVITATION_MS),
        version: sql`${invitations.version} + 1`,
      })
      .where(and(eq(invitations.orgId, orgId), eq(invitations.id, id)));
    const after = await findInvitation(db, principal, id);
    ctx.record({
      action: "invitation.resent",
      target: { type: "invitation", id, name: after.invitation.email },
      before: { invited_by: before.inviter.id, expires_at: before.invitation.expiresAt.toISOString() },
      after: { invited_by: user.id, expires_at: after.invitation.expiresAt.toISOString() },
    });
    return { ...toInvitation(after), url, mailed: await mailLink(ctx, after, url) };
  },
);
