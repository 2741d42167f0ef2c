import { and, asc, eq, sql } from "drizzle-orm";
import { BindingInput, BindingPolicies } from "#contract/policy.ts";
import { holdsScope } from "#contract/scope.ts";
import { ownOnly } from "#core/authorize.ts";
import { bearerOf, bindingOf } from "#core/policies/bearer.ts";
import { principalOf } from "#core/policies/principal-of.ts";
import { visibleSources } from "#core/reading/find-source.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import { policies } from "#db/schema/policies.ts";
import { sources } from "#db/schema/sources.ts";
import { selectPolicies } from "./policy-view.ts";

/**
 * The policies that bind a key, on the sources that it sees: the part of its effective authority that is about data. Who
 * may not read policies is told what of, and nothing of the rules.
 */
export const listBinding = query(
  { name: "policies.binding", scope: "keys:read", input: BindingInput, output: BindingPolicies },
  async ({ db, principal }, { id }) => {
    const key = await principalOf(db, principal, id);
    const owner = ownOnly(principal);
    const testOnly = principal.via.kind !== "session" && !principal.livemode;
    if (key.via.id !== id || (owner !== null && key.user.id !== owner) || (testOnly && key.livemode))
      throw new Refusal("not_found", "There is no such key.");
    const rows = await selectPolicies(db)
      .where(and(eq(policies.orgId, principal.orgId), visibleSources(key)))
      .orderBy(asc(sql`lower(${sources.name})`), asc(policies.id));
    const reads = holdsScope(principal.scopes, "policies:read");
    return {
      data: rows.flatMap(({ policy, source }) => {
        const boundBy = bindingOf(policy.appliesTo, bearerOf(key));
        if (boundBy === null) return [];
        return [
          {
            policy: reads ? { id: policy.id, name: policy.name } : null,
            source: { id: source.id, name: source.name },
            bound_by: boundBy,
            rows_limited: policy.rows !== null,
            columns_limited: policy.otherColumns === "hidden" || policy.columns.some((c) => c.access !== "visible"),
          },
        ];
      }),
    };
  },
);
