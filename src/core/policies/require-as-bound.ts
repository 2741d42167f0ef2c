import { eq } from "drizzle-orm";
import { holdsScope } from "#contract/scope.ts";
import type { Db } from "#db/client.ts";
import { policies } from "#db/schema/policies.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { type Bearer, bearerOf, bindingOf } from "./bearer.ts";

/**
 * Nobody lends more than they see: refuses to hand out what the policies that bind the caller would not bind. Whoever
 * may write policies could lift them as well, which leaves a trace of its own.
 */
export async function requireAsBound(db: Db, principal: Principal, lent: Bearer): Promise<void> {
  if (holdsScope(principal.scopes, "policies:write")) return;
  const own = bearerOf(principal);
  const all = await db
    .select({ appliesTo: policies.appliesTo })
    .from(policies)
    .where(eq(policies.orgId, principal.orgId));
  if (all.some(({ appliesTo }) => bindingOf(appliesTo, own) !== null && bindingOf(appliesTo, lent) === null))
    throw new Refusal(
      "policy_violation",
      "A data policy limits what you read and would not limit this. Ask somebody who may write policies.",
    );
}
