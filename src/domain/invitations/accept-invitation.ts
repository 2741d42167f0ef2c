import { and, eq, gt, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { InvitationToken } from "#contract/invitation.ts";
import { Role } from "#contract/role.ts";
import { appendAudit } from "#core/audit/append.ts";
import { lockOrganization } from "#core/members/lock-members.ts";
import { lockUser } from "#core/members/lock-user.ts";
import { Refusal } from "#core/refusal.ts";
import { type MutationContext, mutation, originOf } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { invitations, memberships, organizations } from "#db/schema/organizations.ts";
import { sessions, users } from "#db/schema/users.ts";
import { hashOfToken } from "./invitation-link.ts";
import { selectInvitations } from "./invitation-view.ts";

const gone = () => new Refusal("conflict", "This invitation was used, revoked or has expired. Ask for a new one.");

/**
 * Makes the caller a member of the organization that the link leads to, and switches their session there. One statement
 * uses the invitation up, so that of many who come at once one gets in. Whoever made it must still be able to.
 */
export const acceptInvitation = mutation(
  {
    name: "invitations.accept",
    scope: null,
    sessionOnly: true,
    input: InvitationToken,
    output: z.object({ organization_id: z.string(), name: z.string(), role: Role }),
  },
  async (ctx, { token }) => {
    const { db, principal } = ctx;
    const hash = hashOfToken(token);
    await lockUser(db, principal.user.id);
    const [found] = await db.execute<{ org: string | null }>(sql`select organization_of_invitation(${hash}) as org`);
    const orgId = found?.org;
    if (!orgId) throw new Refusal("not_found", "There is no such invitation, or a newer link took its place.");

    // From here on as the organization that is joined; its chain tells of it. The caller's own hears of the switch.
    await db.execute(sql`select set_config('gatehouse.org_id', ${orgId}, true)`);
    const joined = await join(ctx, orgId, hash);
    await db.update(sessions).set({ orgId }).where(eq(sessions.id, principal.via.id));
    await beginHereFromNowOn(db, principal.user.id, orgId);
    await db.execute(sql`select set_config('gatehouse.org_id', ${principal.orgId}, true)`);
    ctx.changed({ user: principal.user.id });
    ctx.record({
      action: "session.organization_switched",
      target: { type: "session", id: principal.via.id },
      after: { organization_id: orgId },
    });
    return joined;
  },
);

async function join({ db, principal, now, runtime, request }: MutationContext, orgId: string, hash: string) {
  const { user } = principal;
  await lockOrganization(db, orgId);
  const [row] = await selectInvitations(db).where(and(eq(invitations.orgId, orgId), eq(invitations.tokenHash, hash)));
  if (!row) throw gone();
  const { id, email, role } = row.invitation;
  if (email !== null && email !== user.email.toLowerCase())
    throw new Refusal("forbidden", "This invitation is for another address. Sign in with the account it was sent to.");
  if (row.status === "void")
    throw new Refusal("conflict", "Whoever invited you may no longer do so. Ask somebody else in the organization.");
  const [used] = await db
    .update(invitations)
    .set({ acceptedAt: now, acceptedBy: user.id, version: sql`${invitations.version} + 1` })
    .where(
      and(
        eq(invitations.orgId, orgId),
        eq(invitations.tokenHash, hash),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, sql`clock_timestamp()`),
      ),
    )
    .returning({ id: invitations.id });
  if (!used) throw gone();
  const [made] = await db
    .insert(memberships)
    .values({ orgId, userId: user.id, role, createdAt: now })
    .onConflictDoNothing()
    .returning({ role: memberships.role });
  if (!made) throw new Refusal("conflict", "You are a member of this organization already.");
  const [organization] = await db
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, orgId));
  await appendAudit(
    db,
    runtime.auditSigner,
    { ...originOf(principal, request), orgId },
    [
      {
        action: "invitation.accepted",
        target: { type: "invitation", id, name: email },
        after: { role, invited_by: row.inviter.id },
      },
      {
        action: "member.joined",
        target: { type: "user", id: user.id, name: user.name },
        after: { email: user.email, role, invitation_id: id },
      },
    ],
    now,
  );
  return { organization_id: orgId, name: organization?.name ?? "", role };
}

/** Who signed up to follow the link has an organization of their own that nobody uses: signing in leads here instead. */
async function beginHereFromNowOn(db: Db, userId: string, orgId: string): Promise<void> {
  await db
    .update(users)
    .set({ defaultOrgId: orgId })
    .where(
      and(
        eq(users.id, userId),
        sql`not exists (select 1 from ${organizations} where ${organizations.id} = ${users.defaultOrgId} and ${organizations.onboarded})`,
      ),
    );
}
