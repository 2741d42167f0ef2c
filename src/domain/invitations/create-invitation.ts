import { and, eq } from "drizzle-orm";
import { CreatedInvitation, CreateInvitationInput } from "#contract/invitation.ts";
import { requireGrantableRole } from "#core/members/grant-role.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { requireAsBound } from "#core/policies/require-as-bound.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { invitations, memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { mailLink, newLink } from "./invitation-link.ts";
import { findInvitation, INVITATION_MS, toInvitation } from "./invitation-view.ts";

/**
 * Makes a way in that works once, for seven days, and only while whoever made it could make it again. The link is in this
 * answer and, where mail is set up, in the mail to the one it is for.
 */
export const createInvitation = mutation(
  {
    name: "invitations.create",
    scope: "users:write",
    input: CreateInvitationInput,
    output: CreatedInvitation,
    secretFields: ["url"],
  },
  async (ctx, { email, role }) => {
    const { db, principal, now, runtime } = ctx;
    const { orgId, user, via } = principal;
    requireGrantableRole(principal, role);
    await requireAsBound(db, principal, { userId: "", role, credentialId: "" });
    await lockMembers(db, principal);
    if (email !== null) await requireStranger(ctx, email);

    const id = newId("inv", now.getTime());
    const { url, tokenHash } = newLink(runtime.config.publicUrl);
    await db.insert(invitations).values({
      id,
      orgId,
      email,
      role,
      tokenHash,
      invitedBy: user.id,
      credentialId: via.kind === "session" ? null : via.id,
      createdAt: now,
      sentAt: now,
      expiresAt: new Date(now.getTime() + INVITATION_MS),
    });
    const made = await findInvitation(db, principal, id);
    ctx.record({
      action: "invitation.created",
      target: { type: "invitation", id, name: email },
      after: { email, role, expires_at: made.invitation.expiresAt.toISOString() },
    });
    return { ...toInvitation(made), url, mailed: await mailLink(ctx, made, url) };
  },
);

async function requireStranger({ db, principal }: Parameters<typeof mailLink>[0], email: string): Promise<void> {
  const [member] = await db
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, principal.orgId), eq(users.email, email)));
  if (member) throw new Refusal("conflict", "Somebody with this address is a member already.");
}
