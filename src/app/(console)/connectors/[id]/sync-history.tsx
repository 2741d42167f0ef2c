"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { type Connector, type ConnectorSync, connectorSteps } from "#contract/connector.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { LoadMore } from "../../parts/load-more.tsx";
import { count, duration } from "../../parts/numbers.ts";
import { pagesOptions } from "../../parts/pages-options.ts";
import { isUnderWay, phaseWords, syncWords } from "../connector-words.ts";
import { syncsInput } from "./connector-search.ts";

const triggers = { manual: "By hand", schedule: "Schedule", retry: "Tried again" } as const;
const figure = (value: number | null | undefined) => (
  <span className="tabular">{value == null ? "–" : count(value)}</span>
);

const columns: readonly Column<ConnectorSync>[] = [
  {
    id: "when",
    header: "When",
    card: "title",
    skeleton: "w-24",
    className: "whitespace-nowrap",
    cell: (sync) => <TimeAgo time={sync.started_at ?? sync.queued_at} />,
  },
  {
    id: "status",
    header: "Outcome",
    skeleton: "w-40",
    className: "md:w-full",
    cell: (sync) => <Outcome sync={sync} />,
  },
  { id: "added", header: "Added", align: "right", skeleton: "w-10", cell: ({ changes }) => figure(changes?.added) },
  {
    id: "changed",
    header: "Changed",
    align: "right",
    skeleton: "w-10",
    cell: ({ changes }) => figure(changes?.changed),
  },
  {
    id: "removed",
    header: "Removed",
    align: "right",
    skeleton: "w-10",
    cell: ({ changes }) => figure(changes?.removed),
  },
  { id: "total", header: "Rows", align: "right", skeleton: "w-10", cell: ({ changes }) => figure(changes?.total) },
  {
    id: "took",
    header: "Took",
    align: "right",
    wide: true,
    skeleton: "w-12",
    className: "whitespace-nowrap",
    cell: ({ started_at, finished_at }) => (
      <span className="tabular text-muted">
        {started_at && finished_at ? duration(Date.parse(finished_at) - Date.parse(started_at)) : "–"}
      </span>
    ),
  },
  {
    id: "trigger",
    header: "Began by",
    wide: true,
    skeleton: "w-16",
    className: "whitespace-nowrap",
    cell: ({ trigger, requested_by }) => (
      <span className="text-muted">{trigger === "manual" && requested_by ? requested_by.name : triggers[trigger]}</span>
    ),
  },
];

function Outcome({ sync }: { sync: ConnectorSync }) {
  const { label, tone } = syncWords[sync.status];
  const more = [
    ...(sync.error ? [`${sync.error.step ? `${connectorSteps[sync.error.step]}: ` : ""}${sync.error.detail}`] : []),
    ...(sync.changes && sync.changes.rejected > 0 ? [`${count(sync.changes.rejected)} rows were rejected.`] : []),
    ...(sync.note ? [sync.note] : []),
    ...(sync.phase ? [phaseWords[sync.phase]] : []),
  ];
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      {more.map((line) => (
        <div key={line} className="mt-0.5 max-w-[64ch] text-pretty text-muted">
          {line}
        </div>
      ))}
    </>
  );
}

const SYNCING_MS = 1000;
const IDLE_MS = 10_000;

/** The syncs of a connector, newest first. */
export function SyncHistory({ connector: { id, last_sync } }: { connector: Connector }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = syncsInput(id);
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.connectors.syncs.queryKey(input), (cursor) =>
      client.connectors.syncs.query({ ...input, ...(cursor && { cursor }) }),
    ),
    refetchInterval: isUnderWay(last_sync) ? SYNCING_MS : IDLE_MS,
  });
  return (
    <>
      <DataTable
        caption="Syncs"
        columns={columns}
        rows={list.data?.pages.flatMap((page) => page.data)}
        rowKey={(sync) => sync.id}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<History />}
            title="Not synced yet"
            description="Test the connector first: that tells what is wrong with it. Then sync it, and the source is made."
          />
        }
        skeletonRows={3}
      />
      <LoadMore list={list} />
    </>
  );
}
