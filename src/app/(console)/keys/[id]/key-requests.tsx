"use client";

import { useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import Link from "next/link";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Key } from "#contract/key.ts";
import type { RequestEntry } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const SHOWN = 25;

const columns: readonly Column<RequestEntry>[] = [
  {
    id: "call",
    header: "Call",
    card: "title",
    className: "md:max-w-md",
    skeleton: "w-48",
    cell: (request) => (
      <Link
        href={`/requests/${encodeURIComponent(request.request_id)}`}
        className="block truncate rounded-sm font-mono text-xs hover:underline"
        title={request.path}
      >
        {request.method} {request.path}
      </Link>
    ),
  },
  {
    id: "status",
    header: "Status",
    skeleton: "w-10",
    cell: (request) => (
      <span className="inline-flex items-center gap-2">
        <StatusBadge status={request.status} />
        {request.code && <span className="font-mono text-xs text-muted">{request.code}</span>}
      </span>
    ),
  },
  {
    id: "duration",
    header: "Took",
    align: "right",
    skeleton: "w-12",
    cell: (request) => `${Math.round(request.duration_ms * 10) / 10} ms`,
  },
  {
    id: "from",
    header: "From",
    wide: true,
    className: "md:max-w-56",
    skeleton: "w-32",
    cell: (request) => (
      <span className="block truncate text-muted" title={request.user_agent ?? undefined}>
        <span className="font-mono text-xs">{request.ip ?? "unknown"}</span> {request.user_agent}
      </span>
    ),
  },
  {
    id: "time",
    header: "When",
    skeleton: "w-20",
    cell: (request) => <TimeAgo time={request.time} className="whitespace-nowrap text-muted" />,
  },
];

/** The latest calls with a key, as they come in. */
export function KeyRequests({ of: key }: { of: Key }) {
  const trpc = useTRPC();
  const requests = useQuery(
    trpc.requests.list.queryOptions({ credential_id: key.id, limit: SHOWN }, { refetchInterval: 3_000 }),
  );
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        caption="Latest calls"
        columns={columns}
        rows={requests.data?.data}
        rowKey={(request) => request.id}
        problem={requests.isError && !requests.data && <QueryProblem query={requests} />}
        empty={
          <EmptyState
            icon={<Activity />}
            title="No call yet"
            description="The first call with this key shows up here a second after it was answered. The overview has one to copy."
          />
        }
      />
      {requests.data && requests.data.data.length > 0 && (
        <p className="text-sm text-muted">
          The latest {requests.data.data.length}.{" "}
          <TextLink href={`/requests?key=${key.id}`}>Open the whole log of this key</TextLink>
        </p>
      )}
    </div>
  );
}
