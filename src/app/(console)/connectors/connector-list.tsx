"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Connector } from "#contract/connector.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { connectorsInput, isUnderWay, originOf, purpose, scheduleWords, stateOf } from "./connector-words.ts";
import { LastSync } from "./last-sync.tsx";

const columns: readonly Column<Connector>[] = [
  {
    id: "name",
    header: "Connector",
    card: "title",
    className: "md:w-full md:max-w-0",
    skeleton: "w-48",
    cell: ({ id, name, settings }) => (
      <>
        <TextLink href={`/connectors/${id}`} className="break-id block font-medium md:truncate">
          {name}
        </TextLink>
        <div className="break-id font-mono text-xs text-muted md:truncate">{originOf(settings)}</div>
      </>
    ),
  },
  {
    id: "schedule",
    header: "Schedule",
    skeleton: "w-24",
    className: "whitespace-nowrap",
    cell: ({ schedule }) => scheduleWords(schedule),
  },
  {
    id: "last",
    header: "Last sync",
    skeleton: "w-32",
    className: "whitespace-nowrap",
    cell: ({ last_sync }) => <LastSync sync={last_sync} />,
  },
  {
    id: "state",
    header: "State",
    skeleton: "w-16",
    cell: (connector) => {
      const { label, tone } = stateOf(connector);
      return (
        <Badge tone={tone} dot={tone === "success"}>
          {label}
        </Badge>
      );
    },
  },
];

/** While something is under way, and while nothing is. */
const SYNCING_MS = 1500;
const IDLE_MS = 15_000;

/** The connectors of the projects one is in. */
export function ConnectorList({ mayWrite }: { mayWrite: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.connectors.list.queryKey(connectorsInput), (cursor) =>
      client.connectors.list.query({ ...connectorsInput, ...(cursor && { cursor }) }),
    ),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some(({ last_sync }) => isUnderWay(last_sync))) ? SYNCING_MS : IDLE_MS,
  });
  const connectors = list.data?.pages.flatMap((page) => page.data);
  const add = mayWrite && (
    <LinkButton variant="primary" href="/connectors/new">
      Add connector
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Connectors" description={purpose} actions={connectors && connectors.length > 0 && add} />
      <DataTable
        caption="Connectors"
        columns={columns}
        rows={connectors}
        rowKey={({ id }) => id}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Cable />}
            title="No connector yet"
            description="A connector reads a table or a query of your PostgreSQL, or a CSV or JSON feed, and keeps a source in step with it: by hand, or on a schedule."
            action={add || undefined}
          />
        }
        skeletonRows={3}
      />
      <LoadMore list={list} />
    </>
  );
}
