import { Policy, PolicyId } from "#contract/policy.ts";
import { query } from "#core/verb.ts";
import { findPolicy, toPolicy } from "./policy-view.ts";

/** One policy of the organization. */
export const getPolicy = query(
  { name: "policies.get", scope: "policies:read", input: PolicyId, output: Policy },
  async ({ db, principal }, { id }) => toPolicy(db, principal, await findPolicy(db, principal, id)),
);
