import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { bearerOf, bindingOf } from "./bearer.ts";
import { policiesOn } from "./policies-on.ts";

/**
 * Refuses whoever does not see all of a source, for what policies cannot be applied to: the text of rejected rows, and
 * changes of the rows and columns themselves. By renaming a column one would slip from under its rule, and by adding
 * rows one would learn the hashes of values.
 */
export async function requireUnlimited(db: Db, principal: Principal, sourceId: string, what: string): Promise<void> {
  const policies = await policiesOn(db, principal.orgId, sourceId);
  if (policies.some(({ applies_to }) => bindingOf(applies_to, bearerOf(principal)) !== null))
    throw new Refusal("policy_violation", `A policy limits what you see of this source. ${what}`);
}
