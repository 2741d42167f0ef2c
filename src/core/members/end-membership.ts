import { and, eq, isNull, ne } from "drizzle-orm";
import type { KeyDecision } from "#contract/member.ts";
import type { Role } from "#contract/role.ts";
import { credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { requireVersion } from "../precondition.ts";
import { Refusal } from "../refusal.ts";
import type { MutationContext } from "../verb.ts";
import { decideKeys } from "./decide-keys.ts";
import { requireAuthorityOver } from "./grant-role.ts";
import { lockMembership } from "./lock-members.ts";
import { requireOtherOwner } from "./require-other-owner.ts";

type Leaver = { id: string; name: string };
type Ended = { role: Role; handed_over: number; revoked: number; service_account_id: string | null };

/**
 * Ends a membership and decides on every key of it, in the caller's one transaction, which holds `lockMembers`. Refuses
 * with `conflict` while a key is not decided on, also one that was made a moment ago. Tokens of the member that belong to
 * the organization end; those that belong to the person merely stop working here.
 */
export async function endMembership(
  ctx: MutationContext,
  leaver: Leaver,
  decisions: readonly KeyDecision[],
): Promise<Ended> {
  const { db, principal, now } = ctx;
  const { orgId } = principal;
  const membership = await lockMembership(db, orgId, leaver.id);
  if (!membership) throw new Refusal("not_found", "There is no such member.");
  requireVersion(ctx.request.ifMatch, membership.version);
  requireAuthorityOver(principal, membership.role);
  if (membership.role === "owner") await requireOtherOwner(db, orgId, leaver.id);

  const decided = await decideKeys(ctx, { ...leaver, role: membership.role }, decisions);
  await db
    .update(credentials)
    .set({ revokedAt: now, updatedAt: now })
    .where(
      and(
        eq(credentials.orgId, orgId),
        eq(credentials.ownerId, leaver.id),
        ne(credentials.kind, "api_key"),
        isNull(credentials.revokedAt),
      ),
    );
  await db.delete(memberships).where(and(eq(memberships.orgId, orgId), eq(memberships.userId, leaver.id)));
  ctx.changed({ user: leaver.id });
  return { role: membership.role, ...decided };
}
