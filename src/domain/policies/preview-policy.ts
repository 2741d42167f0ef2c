import { PolicyPreview, PreviewPolicyInput, type Sight } from "#contract/policy.ts";
import { requireScope } from "#core/authorize.ts";
import { bearerOf, bindingOf } from "#core/policies/bearer.ts";
import { ensureMaskKey } from "#core/policies/mask-key.ts";
import { policiesOn, type Ruling } from "#core/policies/policies-on.ts";
import { principalOf } from "#core/policies/principal-of.ts";
import { viewAs } from "#core/policies/view-as.ts";
import type { Principal } from "#core/principal.ts";
import { findSource, type SourceRow } from "#core/reading/find-source.ts";
import { requireReady } from "#core/reading/open-source.ts";
import { pageOf } from "#core/reading/read-page.ts";
import { Refusal } from "#core/refusal.ts";
import { type QueryContext, query } from "#core/verb.ts";
import { findPolicy } from "./policy-view.ts";
import { requireSound } from "./require-sound.ts";

const SHOWN = 20;

/**
 * What somebody sees of a source now, and what they would see if this policy were saved: real rows, and never more than
 * the caller sees of the source.
 */
export const previewPolicy = query(
  { name: "policies.preview", scope: "policies:write", slow: true, input: PreviewPolicyInput, output: PolicyPreview },
  async (ctx, { policy, policy_id, as }) => {
    const { db, principal } = ctx;
    const { source } = await findSource(db, principal, policy.source_id);
    // Rows are read as well, and scopes for policies alone do not open them.
    requireScope(principal, "data:read");
    requireReady(source);
    const former = policy_id === undefined ? null : await findPolicy(db, principal, policy_id);
    if (former && former.policy.sourceId !== source.id)
      throw new Refusal("not_found", "There is no such policy on this source.");
    await requireSound({ db, principal, source }, policy, former?.policy.appliesTo);
    // The first policy of an organization is looked at before there is one.
    await ensureMaskKey(db, principal.orgId);
    const target = await principalOf(db, principal, as);
    const before = await policiesOn(db, principal.orgId, source.id);
    const draft: Ruling = { ...policy, id: policy_id ?? "pol_draft" };
    const after = [...before.filter(({ id }) => id !== draft.id), draft];
    return {
      binds: bindingOf(policy.applies_to, bearerOf(target)) !== null,
      before: await sightOf(ctx, target, before, source),
      after: await sightOf(ctx, target, after, source),
    };
  },
);

async function sightOf(
  { db, principal }: QueryContext,
  target: Principal,
  policies: readonly Ruling[],
  source: SourceRow["source"],
): Promise<Sight> {
  try {
    const view = await viewAs(db, policies, principal, target, source);
    const page = await pageOf(db, { source, view }, { id: source.id, page: 1, page_size: SHOWN });
    const masks = new Map(view.columns.map(({ name, mask }) => [name, mask]));
    return {
      refused: null,
      columns: page.columns.map((column) => ({ ...column, mask: masks.get(column.name) ?? null })),
      total_rows: page.total_rows,
      data: page.data,
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "policy_violation") throw error;
    return { refused: error.message, columns: [], total_rows: 0, data: [] };
  }
}
