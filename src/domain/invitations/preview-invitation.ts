import { and, eq, sql } from "drizzle-orm";
import { InvitationPreview, InvitationToken } from "#contract/invitation.ts";
import { inTenant } from "#core/tenant.ts";
import { guestMutation } from "#core/verb.ts";
import { invitations, organizations } from "#db/schema/organizations.ts";
import { hashOfToken } from "./invitation-link.ts";
import { selectInvitations } from "./invitation-view.ts";

const unknown = {
  status: "unknown",
  organization: null,
  role: null,
  invited_by: null,
  email_hint: null,
  expires_at: null,
} as const;

/** What the holder of a link is told of it before they accept. Changes nothing. */
export const previewInvitation = guestMutation(
  { name: "invitations.preview", input: InvitationToken, output: InvitationPreview },
  async ({ runtime }, { token }) => {
    const hash = hashOfToken(token);
    const [found] = await runtime.db.execute<{ org: string | null }>(
      sql`select organization_of_invitation(${hash}) as org`,
    );
    const orgId = found?.org;
    if (!orgId) return unknown;
    return inTenant(runtime.db, { orgId }, async (db) => {
      const [row] = await selectInvitations(db).where(
        and(eq(invitations.orgId, orgId), eq(invitations.tokenHash, hash)),
      );
      const [organization] = await db
        .select({ name: organizations.name })
        .from(organizations)
        .where(eq(organizations.id, orgId));
      if (!row || !organization) return unknown;
      const { invitation, status, inviter } = row;
      return {
        status,
        organization: organization.name,
        role: invitation.role,
        invited_by: inviter.name,
        email_hint: invitation.email?.replace(/^(.).*@/, "$1…@") ?? null,
        expires_at: invitation.expiresAt.toISOString(),
      };
    });
  },
);
