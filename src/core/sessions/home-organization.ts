import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { memberships } from "#db/schema/organizations.ts";
import { inTenant } from "../tenant.ts";

/** Where a user begins: their default organization while they are a member, else the one they joined first; null: none. */
export function homeOrganization(db: Db, user: { id: string; defaultOrgId: string | null }): Promise<string | null> {
  return inTenant(db, { orgId: "", userId: user.id }, async (tx) => {
    const [home] = await tx
      .select({ orgId: memberships.orgId })
      .from(memberships)
      .where(eq(memberships.userId, user.id))
      .orderBy(sql`${memberships.orgId} = ${user.defaultOrgId ?? ""} desc`, memberships.createdAt, memberships.orgId)
      .limit(1);
    return home?.orgId ?? null;
  });
}
