import { ViewAsInput } from "#contract/policy.ts";
import { RowPage } from "#contract/source.ts";
import { requireScope } from "#core/authorize.ts";
import { policiesOn } from "#core/policies/policies-on.ts";
import { principalOf } from "#core/policies/principal-of.ts";
import { viewAs } from "#core/policies/view-as.ts";
import { findSource } from "#core/reading/find-source.ts";
import { requireReady } from "#core/reading/open-source.ts";
import { pageOf } from "#core/reading/read-page.ts";
import { query } from "#core/verb.ts";

/** The rows of a source as a member, a service account or a key reads them, and never more than the caller does. */
export const viewSourceAs = query(
  { name: "policies.view_as", scope: "policies:read", slow: true, input: ViewAsInput, output: RowPage },
  async ({ db, principal }, { as, ...asked }) => {
    const { source } = await findSource(db, principal, asked.id);
    // Rows are read as well, and scopes for policies alone do not open them.
    requireScope(principal, "data:read");
    requireReady(source);
    const target = await principalOf(db, principal, as);
    const policies = await policiesOn(db, principal.orgId, source.id);
    const view = await viewAs(db, policies, principal, target, source);
    return pageOf(db, { source, view }, asked);
  },
);
