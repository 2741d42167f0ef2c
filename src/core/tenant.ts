import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";

/** Whose rows a transaction may see: those of one organization, or (`*`) of all, for the product's own work. */
export type Tenant = { orgId: string; userId?: string };

/** Runs `work` in one transaction behind row-level security. Rolled back if it throws. */
export function inTenant<T>(db: Db, tenant: Tenant, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('gatehouse.org_id', ${tenant.orgId}, true), set_config('gatehouse.user_id', ${tenant.userId ?? ""}, true)`,
    );
    return work(tx);
  });
}

/** Across tenants: loading usage, sweeping, verifying. Never on behalf of a caller. */
export const ACROSS_TENANTS: Tenant = { orgId: "*" };
