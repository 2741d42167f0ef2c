"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { PolicyRules } from "#contract/policy.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { Select } from "#ui/select.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { counted } from "../parts/numbers.ts";
import { useSettled } from "../parts/use-settled.ts";
import { type Kind, kindWords, PersonSelect, type Somebody } from "./person-select.tsx";
import { SightTable } from "./sight-table.tsx";

const SETTLED_MS = 400;

/** What the policy would change for one reader, with real rows, while it is being written. */
export function PolicyPreview({
  rules,
  policyId,
  suggested,
}: {
  rules: PolicyRules | null;
  policyId: string | undefined;
  /** Of whom the policy speaks: who is looked at until somebody else is chosen. */
  suggested: Somebody | null;
}) {
  const trpc = useTRPC();
  const [kind, setKind] = useState<Kind | null>(null);
  const [chosen, setChosen] = useState<Somebody | null>(null);
  const shownKind = kind ?? suggested?.type ?? "member";
  const as = chosen ?? (suggested?.type === shownKind ? suggested : null);
  const settled = useSettled(JSON.stringify(rules), SETTLED_MS);
  const policy = JSON.parse(settled) as PolicyRules | null;
  const preview = useQuery(
    trpc.policies.preview.queryOptions(
      {
        policy: policy ?? { source_id: "", applies_to: [], rows: null, columns: [], other_columns: "visible" },
        as: as?.id ?? "",
        ...(policyId && { policy_id: policyId }),
      },
      { enabled: policy !== null && as !== null, placeholderData: keepPreviousData, retry: false },
    ),
  );
  const seen = preview.data;
  return (
    <Card
      title="Preview"
      description="Real rows as somebody sees them now, and as they would with this policy. Never more than you see yourself."
    >
      <div className="flex flex-col gap-4">
        <div className="grid gap-2 sm:max-w-lg sm:grid-cols-2">
          <Select
            label="As whom"
            value={shownKind}
            onValueChange={(next: Kind) => {
              setKind(next);
              setChosen(null);
            }}
            options={(Object.keys(kindWords) as Kind[]).map((each) => ({ value: each, label: kindWords[each] }))}
          />
          <PersonSelect kind={shownKind} value={as} onChoose={setChosen} placeholder="As whom?" />
        </div>
        {rules === null ? (
          <p className="text-sm text-muted">
            Choose a source, whom it binds, and what it leaves out: then it can be looked at.
          </p>
        ) : as === null ? (
          <p className="text-sm text-muted">Choose through whose eyes to look.</p>
        ) : preview.isError ? (
          <Callout tone="warning" title="This cannot be previewed yet">
            {refusalOf(preview.error).detail}
          </Callout>
        ) : !seen ? (
          <Skeleton className="h-48 w-full rounded-lg" />
        ) : (
          <div aria-busy={preview.isPlaceholderData} className="flex flex-col gap-4">
            {!seen.binds && (
              <Callout>
                The policy does not bind {as.name}: <Badge>no difference</Badge>
              </Callout>
            )}
            <div className="grid gap-4">
              <SightTable title={policyId ? "As it is saved" : "Before"} sight={seen.before} />
              <SightTable title={policyId ? "As it stands here" : "After"} sight={seen.after} />
            </div>
          </div>
        )}
      </div>
    </Card>
  );
}

/** The credentials that a policy binds, or would. */
export function Touched({ rules }: { rules: PolicyRules | null }) {
  const trpc = useTRPC();
  const asked = useSettled(
    JSON.stringify(rules && { source_id: rules.source_id, applies_to: rules.applies_to }),
    SETTLED_MS,
  );
  const input = JSON.parse(asked) as Pick<PolicyRules, "source_id" | "applies_to"> | null;
  const touched = useQuery(
    trpc.policies.previewTouched.queryOptions(input ?? { source_id: "", applies_to: [] }, {
      enabled: input !== null,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  const data = touched.data;
  if (rules === null) return null;
  return (
    <Card
      title="Keys and tokens it touches"
      description="They are bound from their next request on. Sign-ins to the portal are too."
      flush
      footer={data && `${counted(data.total, "credential")} in all`}
    >
      {!data ? (
        <Skeleton className="m-4 h-16" />
      ) : data.total === 0 ? (
        <p className="p-4 text-sm text-muted">None at the moment. Those that are made later are bound as well.</p>
      ) : (
        <ul className="max-h-72 divide-y divide-line overflow-y-auto text-sm">
          {data.data.map(({ id, name, hint, owner, bound_by }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
              <span className="min-w-0">
                {name} <span className="break-id font-mono text-xs text-muted">{hint}</span>
              </span>
              <span className="text-muted">
                of {owner.name}, by {bound_by.replace("_", " ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
