"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ShieldHalf } from "lucide-react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Policy } from "#contract/policy.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { columnWords, conditionWords, subjectWords } from "./policy-words.ts";
import { policiesInput, purpose } from "./purpose.ts";

const columns: readonly Column<Policy>[] = [
  {
    id: "name",
    header: "Policy",
    card: "title",
    skeleton: "w-40",
    cell: ({ id, name, description, attention }) => (
      <>
        <span className="flex flex-wrap items-center gap-2">
          <TextLink href={`/policies/${id}`}>{name}</TextLink>
          {attention.length > 0 && <Badge tone="danger">Needs attention</Badge>}
        </span>
        {description && <div className="text-sm text-muted">{description}</div>}
      </>
    ),
  },
  {
    id: "source",
    header: "Source",
    skeleton: "w-24",
    cell: ({ source }) => <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink>,
  },
  {
    id: "who",
    header: "Binds",
    skeleton: "w-24",
    cell: ({ applies_to }) => (
      <span className="flex flex-wrap gap-1">
        {applies_to.slice(0, 4).map((subject) => (
          <Badge key={subjectWords(subject)}>{subjectWords(subject)}</Badge>
        ))}
        {applies_to.length > 4 && <Badge>and {applies_to.length - 4} more</Badge>}
      </span>
    ),
  },
  {
    id: "rows",
    header: "Rows",
    skeleton: "w-32",
    cell: ({ rows }) => <span className="break-words">{rows ? `where ${conditionWords(rows)}` : "All"}</span>,
  },
  { id: "columns", header: "Columns", skeleton: "w-24", cell: (policy) => columnWords(policy) },
];

/** The policies of the organization. */
export function PolicyList({ canWrite }: { canWrite: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const list = useInfiniteQuery(
    pagesOptions(trpc.policies.list.queryKey(policiesInput), (cursor) =>
      client.policies.list.query({ ...policiesInput, cursor }),
    ),
  );
  const policies = list.data?.pages.flatMap((page) => page.data);
  const add = canWrite && (
    <LinkButton href="/policies/new" variant="primary">
      New policy
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Policies" description={purpose} actions={policies && policies.length > 0 && add} />
      <DataTable
        caption="Policies"
        columns={columns}
        rows={policies}
        rowKey={({ id }) => id}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<ShieldHalf />}
            title="No policy yet"
            description="Without a policy, whoever sees a source sees all of it. A policy leaves rows out and masks or hides columns, for every key and token of whom it names, from their next request on."
            action={add}
          />
        }
        skeletonRows={4}
      />
      <LoadMore list={list} />
    </>
  );
}
