import { PolicyId, TouchedCredentials } from "#contract/policy.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { findPolicy } from "./policy-view.ts";
import { touchedCredentials } from "./touched-credentials.ts";

/** The credentials that a policy binds. */
export const listTouched = query(
  { name: "policies.touched", scope: "policies:read", input: PolicyId, output: TouchedCredentials },
  async ({ db, principal }, { id }) => {
    const { policy } = await findPolicy(db, principal, id);
    const { source } = await findSource(db, principal, policy.sourceId);
    return touchedCredentials(db, source, policy.appliesTo);
  },
);
