import { and, eq, isNull, ne } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { Refusal } from "../refusal.ts";

/**
 * An organization keeps an owner who can sign in: refuses with `conflict` if there is none but `userId`. Only under the
 * lock of `lockOrganization` does the answer hold.
 */
export async function requireOtherOwner(db: Db, orgId: string, userId: string): Promise<void> {
  const [other] = await db
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.orgId, orgId),
        eq(memberships.role, "owner"),
        ne(memberships.userId, userId),
        eq(users.kind, "person"),
        isNull(users.disabledAt),
      ),
    )
    .limit(1);
  if (!other)
    throw new Refusal("conflict", "An organization always has an owner, and this is the only one. Name another first.");
}
