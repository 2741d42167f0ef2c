import { eq } from "drizzle-orm";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { appendAudit } from "../audit/append.ts";
import { lockUser } from "../members/lock-user.ts";
import { homeOrganization } from "../sessions/home-organization.ts";
import { inTenant } from "../tenant.ts";
import type { GuestCall } from "../verb.ts";
import { foundOrganization } from "./found-organization.ts";

/**
 * Whoever was removed from their last organization, or left or deleted it, begins with a new one of their own as they did
 * when they signed up. Otherwise they could not even sign in to accept an invitation.
 */
export async function ensureHome(
  { runtime, request, now }: GuestCall & { now: Date },
  user: { id: string; name: string; defaultOrgId: string | null },
): Promise<void> {
  if ((await homeOrganization(runtime.db, user)) !== null) return;
  const orgId = newId("org");
  const name = `${user.name}'s organization`.slice(0, 80);
  await inTenant(runtime.db, { orgId, userId: user.id }, async (tx) => {
    // Two sign-ins at once make one: the second waits here, and then has a home.
    await lockUser(tx, user.id);
    const [home] = await tx
      .select({ orgId: memberships.orgId })
      .from(memberships)
      .where(eq(memberships.userId, user.id));
    if (home) return;
    await foundOrganization(tx, { id: orgId, name, ownerId: user.id });
    await tx.update(users).set({ defaultOrgId: orgId, updatedAt: now }).where(eq(users.id, user.id));
    const origin = {
      orgId,
      actor: { type: "user" as const, id: user.id, name: user.name },
      credentialId: null,
      ip: request.ip,
      userAgent: request.userAgent,
      requestId: request.id,
    };
    const created = {
      action: "organization.created",
      target: { type: "organization", id: orgId, name },
      after: { name },
    } as const;
    await appendAudit(tx, runtime.auditSigner, origin, [created], now);
  });
}
