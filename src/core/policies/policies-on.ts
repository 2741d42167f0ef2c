import { and, asc, eq } from "drizzle-orm";
import type { PolicyRules } from "#contract/policy.ts";
import type { Db } from "#db/client.ts";
import { policies } from "#db/schema/policies.ts";

/** What decides what somebody sees of a source. */
export type Ruling = Omit<PolicyRules, "source_id"> & { id: string };

/**
 * The policies on a source, as they are in this transaction. Nothing is kept in memory between requests: what was
 * committed binds the next one on every instance.
 */
export async function policiesOn(db: Db, orgId: string, sourceId: string): Promise<Ruling[]> {
  return db
    .select({
      id: policies.id,
      applies_to: policies.appliesTo,
      rows: policies.rows,
      columns: policies.columns,
      other_columns: policies.otherColumns,
    })
    .from(policies)
    .where(and(eq(policies.orgId, orgId), eq(policies.sourceId, sourceId)))
    .orderBy(asc(policies.id));
}
