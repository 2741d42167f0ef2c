import { CreatePolicyInput, type PolicySubject } from "#contract/policy.ts";
import type { RowCondition } from "#contract/row-condition.ts";
import type { Source } from "#contract/source.ts";
import type { Call } from "#core/verb.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { listPolicies } from "#domain/policies/list-policies.ts";
import { listServiceAccounts } from "#domain/service-accounts/list-service-accounts.ts";

type Wanted = {
  source: string;
  name: string;
  description: string;
  applies_to: PolicySubject[];
  rows?: RowCondition;
  columns?: { name: string; access: "masked" | "hidden"; mask?: "full" | "hash" }[];
};

/** Policies for viewers and for the service account, as far as they are not there yet. */
export async function makePolicies(call: Call, sources: ReadonlyMap<string, Source>): Promise<void> {
  const { data: there } = await listPolicies(call, listPolicies.input.parse({ limit: 100 }));
  const { data: accounts } = await listServiceAccounts(call, listServiceAccounts.input.parse({ limit: 100 }));
  const viewers: PolicySubject[] = [{ type: "role", role: "viewer" }];
  const wanted: Wanted[] = [
    {
      source: "Airports",
      name: "Viewers see the West",
      description: "Four states, without their coordinates.",
      applies_to: viewers,
      rows: { column: "state", op: "in", values: ["CA", "NV", "OR", "WA"] },
      columns: [
        { name: "latitude", access: "hidden" },
        { name: "longitude", access: "hidden" },
      ],
    },
    {
      source: "Movies",
      name: "Budgets stay inside",
      description: "Viewers can tell one director from another, and no more.",
      applies_to: viewers,
      columns: [
        { name: "Production Budget", access: "masked", mask: "full" },
        { name: "Director", access: "masked", mask: "hash" },
      ],
    },
    {
      source: "Stock prices",
      name: "Pipeline reads two companies",
      description: "What its reports are about.",
      applies_to: accounts.slice(0, 1).map(({ id }) => ({ type: "service_account", id })),
      rows: {
        or: [
          { column: "symbol", op: "eq", value: "AAPL" },
          { column: "symbol", op: "eq", value: "MSFT" },
        ],
      },
    },
  ];
  for (const { source: named, ...policy } of wanted) {
    const source = sources.get(named);
    if (!source || policy.applies_to.length === 0 || there.some(({ name }) => name === policy.name)) continue;
    // Somebody may have given the demo's source another file.
    const known = (policy.columns ?? []).every(({ name }) => source.columns.some((column) => column.name === name));
    if (known) await createPolicy(call, CreatePolicyInput.parse({ ...policy, source_id: source.id }));
  }
}
