import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { policies } from "#db/schema/policies.ts";
import { sources } from "#db/schema/sources.ts";
import type { Principal } from "../principal.ts";
import { bearerOf, bindingOf } from "./bearer.ts";
import { misfitsOf } from "./misfits-of.ts";

/** The sources of which a principal does not see every row, so that nothing may follow from how many there are. */
export async function rowLimitedSources(db: Db, principal: Principal): Promise<string[]> {
  const bearer = bearerOf(principal);
  const rulings = await db
    .select({ source: sources.id, actual: sources.columns, policy: policies })
    .from(policies)
    .innerJoin(sources, eq(sources.id, policies.sourceId))
    .where(eq(policies.orgId, principal.orgId));
  const limited = rulings.filter(
    ({ policy, actual }) =>
      bindingOf(policy.appliesTo, bearer) !== null && (policy.rows !== null || misfitsOf(policy, actual).length > 0),
  );
  return [...new Set(limited.map(({ source }) => source))];
}
