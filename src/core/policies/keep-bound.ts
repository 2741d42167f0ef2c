import { and, eq, sql } from "drizzle-orm";
import { policies } from "#db/schema/policies.ts";
import type { MutationContext } from "../verb.ts";
import { type Bearer, bindingOf } from "./bearer.ts";

/**
 * A key that goes to another owner gains nothing by it: the policies that bound it through its former owner, and would
 * not through the new one, name the key itself from now on.
 */
export async function keepBound(
  { db, principal, now, record }: MutationContext,
  key: string,
  from: Omit<Bearer, "credentialId">,
  to: Omit<Bearer, "credentialId">,
): Promise<void> {
  const all = await db.select().from(policies).where(eq(policies.orgId, principal.orgId)).for("update");
  for (const { id, name, appliesTo } of all) {
    const bound = bindingOf(appliesTo, { ...from, credentialId: key }) !== null;
    if (!bound || bindingOf(appliesTo, { ...to, credentialId: key }) !== null) continue;
    const after = [...appliesTo, { type: "key" as const, id: key }];
    await db
      .update(policies)
      .set({ appliesTo: after, updatedAt: now, version: sql`${policies.version} + 1` })
      .where(and(eq(policies.orgId, principal.orgId), eq(policies.id, id)));
    record({
      action: "policy.updated",
      target: { type: "policy", id, name },
      before: { applies_to: appliesTo },
      after: { applies_to: after },
    });
  }
}
