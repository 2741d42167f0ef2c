import { and, eq } from "drizzle-orm";
import type { Role } from "#contract/role.ts";
import type { Db } from "#db/client.ts";
import { memberships, organizations } from "#db/schema/organizations.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/**
 * Puts everything that changes who is in an organization, and as what, in one order: take this lock first. Other writes
 * of the organization do not wait for it.
 */
export async function lockOrganization(db: Db, orgId: string): Promise<void> {
  const [locked] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, orgId))
    .for("no key update");
  if (!locked) throw new Refusal("not_found", "There is no such organization.");
}

/**
 * The same on behalf of a principal. Whoever lost their role while they waited has lost it here too: two owners who
 * remove each other at once do not both succeed.
 */
export async function lockMembers(db: Db, { orgId, user, role }: Principal): Promise<void> {
  await lockOrganization(db, orgId);
  const [mine] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user.id)));
  if (mine?.role !== role)
    throw new Refusal("forbidden", "Your role in the organization has just changed. Look again at what you may do.");
}

/** The membership of one user, locked; null: there is none. A key that is being made for them is waited for. */
export async function lockMembership(
  db: Db,
  orgId: string,
  userId: string,
): Promise<{ role: Role; version: number } | null> {
  const [found] = await db
    .select({ role: memberships.role, version: memberships.version })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, userId)))
    .for("update");
  return found ?? null;
}
