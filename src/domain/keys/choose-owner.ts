import { and, eq, isNull } from "drizzle-orm";
import { isAtLeast, type Role, seesEverybody } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/**
 * Who a new key belongs to: the caller, or a service account that an owner or admin names. The membership is held until
 * the end of the transaction, so that nobody is removed while a key is being made for them.
 */
export async function chooseOwner(
  db: Db,
  principal: Principal,
  serviceAccountId: string | undefined,
): Promise<{ id: string; role: Role }> {
  const id = serviceAccountId ?? principal.user.id;
  const [owner] = await db
    .select({ id: users.id, kind: users.kind, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, principal.orgId), eq(memberships.userId, id), isNull(users.disabledAt)))
    .for("share", { of: memberships });
  if (id === principal.user.id) {
    if (!owner) throw new Refusal("forbidden", "You are no longer a member of this organization.");
    return owner;
  }
  // To make a key for somebody is to lend out what they are.
  const open = owner?.kind === "service_account" && seesEverybody(principal.role);
  if (!open) throw invalidField("service_account_id", "unknown", "There is no such service account that is active.");
  if (!isAtLeast(principal.role, owner.role))
    throw new Refusal("forbidden", `This service account is ${owner.role}, which is more than you.`);
  return owner;
}
