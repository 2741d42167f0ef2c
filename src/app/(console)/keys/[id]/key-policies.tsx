"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { BoundBy } from "#contract/policy.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TextLink } from "#ui/text-link.tsx";

const through: Record<BoundBy, string> = {
  key: "names this key",
  service_account: "names its service account",
  member: "names its owner",
  role: "names its owner’s role",
  everybody: "names everybody",
};

/** The data policies that bind a key: what it reads less of than its scopes open. */
export function KeyPolicies({ keyId }: { keyId: string }) {
  const trpc = useTRPC();
  const binding = useQuery(trpc.policies.binding.queryOptions({ id: keyId }));
  const data = binding.data?.data;
  return (
    <section aria-labelledby="policies-of-key" className="min-w-0">
      <h2 id="policies-of-key" className="mb-3 text-base font-medium">
        Data policies that bind it
      </h2>
      {binding.isError && !data ? (
        <QueryProblem query={binding} bordered />
      ) : !data ? (
        <Skeleton className="h-12 w-full rounded-lg" />
      ) : data.length === 0 ? (
        <p className="text-sm text-muted">None: of the sources that it sees, it reads every row and column.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border text-sm">
          {data.map(({ policy, source, bound_by, rows_limited, columns_limited }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a policy may have no id here, and none of them moves
            <li key={index} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
              <span className="min-w-0">
                <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink>:{" "}
                {[rows_limited && "some rows", columns_limited && "some columns"].filter(Boolean).join(" and ")}{" "}
                withheld
              </span>
              <span className="text-muted">
                {policy ? <TextLink href={`/policies/${policy.id}`}>{policy.name}</TextLink> : "A policy"}{" "}
                {through[bound_by]}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
