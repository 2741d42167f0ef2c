import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { memberships } from "#db/schema/organizations.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/** Until the transaction ends the caller stays a member: what is being made for them is there when they are removed. */
export async function holdMembership(db: Db, { orgId, user }: Principal): Promise<void> {
  const [held] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user.id)))
    .for("share");
  if (!held) throw new Refusal("forbidden", "You are no longer a member of this organization.");
}
