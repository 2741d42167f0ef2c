import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Invitation, InvitationStatus } from "#contract/invitation.ts";
import { scopesOfRole } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { invitations, memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** How long a link works, in milliseconds. */
export const INVITATION_MS = 7 * 86_400_000;

/** What a credential must hold to invite to the role of an invitation. */
const neededScopes = sql`(case ${invitations.role} ${sql.join(
  Object.entries(scopesOfRole).map(
    ([role, scopes]) => sql`when ${role} then ${`{${["users:write", ...scopes].join()}}`}::text[]`,
  ),
  sql` `,
)} end)`;

/**
 * Whether whoever made an invitation could make it today: still an owner (or, for all but owners, an admin) who is
 * active, and if it was made with a credential, that one still works and still has the scopes that the role gives.
 */
const inviterMay = sql<boolean>`(exists (
    select 1 from ${memberships} join ${users} on ${users.id} = ${memberships.userId}
    where ${memberships.orgId} = ${invitations.orgId} and ${memberships.userId} = ${invitations.invitedBy}
      and ${users.disabledAt} is null
      and (${memberships.role} = 'owner' or (${memberships.role} = 'admin' and ${invitations.role} <> 'owner')))
  and (${invitations.credentialId} is null
    or credential_holds(${invitations.credentialId}, ${invitations.invitedBy}, ${neededScopes})))`;

export const statusSql = sql<InvitationStatus>`case
  when ${invitations.acceptedAt} is not null then 'accepted'
  when ${invitations.revokedAt} is not null then 'revoked'
  when ${invitations.expiresAt} <= clock_timestamp() then 'expired'
  when not ${inviterMay} then 'void'
  else 'open' end`;

export const selectInvitations = (db: Db) =>
  db
    .select({ invitation: invitations, status: statusSql, inviter: { id: users.id, name: users.name } })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.invitedBy));
export type InvitationRow = Awaited<ReturnType<typeof selectInvitations>>[number];

export const ofOrganization = ({ orgId }: Principal): SQL => eq(invitations.orgId, orgId);

export const toInvitation = ({ invitation, status, inviter }: InvitationRow): Invitation => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  status,
  invited_by: inviter,
  created_at: invitation.createdAt.toISOString(),
  sent_at: invitation.sentAt.toISOString(),
  expires_at: invitation.expiresAt.toISOString(),
  version: invitation.version,
});

export async function findInvitation(db: Db, principal: Principal, id: string): Promise<InvitationRow> {
  const [row] = await selectInvitations(db).where(and(ofOrganization(principal), eq(invitations.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such invitation.");
  return row;
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockInvitation(db: Db, principal: Principal, id: string): Promise<InvitationRow> {
  await db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(ofOrganization(principal), eq(invitations.id, id)))
    .for("update");
  return findInvitation(db, principal, id);
}
