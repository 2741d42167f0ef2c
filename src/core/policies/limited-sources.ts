import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { policies } from "#db/schema/policies.ts";
import { sources } from "#db/schema/sources.ts";
import type { Principal } from "../principal.ts";
import { bearerOf, bindingOf } from "./bearer.ts";
import { misfitsOf } from "./misfits-of.ts";

/** The sources of which a principal does not see everything, and those of them of which it does not see every row. */
export async function limitedSources(
  db: Db,
  principal: Principal,
): Promise<{ any: ReadonlySet<string>; rows: ReadonlySet<string> }> {
  const bearer = bearerOf(principal);
  const rulings = await db
    .select({ source: sources.id, actual: sources.columns, policy: policies })
    .from(policies)
    .innerJoin(sources, eq(sources.id, policies.sourceId))
    .where(eq(policies.orgId, principal.orgId));
  const binding = rulings.filter(({ policy }) => bindingOf(policy.appliesTo, bearer) !== null);
  const ofRows = binding.filter(({ policy, actual }) => policy.rows !== null || misfitsOf(policy, actual).length > 0);
  const ids = (of: typeof rulings) => new Set(of.map(({ source }) => source));
  return { any: ids(binding), rows: ids(ofRows) };
}
