"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { RequestEntry } from "#contract/usage.ts";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { duration } from "../parts/numbers.ts";
import { credentialName } from "./credential-name.ts";

export const requestHref = (requestId: string) => `/requests/${encodeURIComponent(requestId)}`;

const columns: readonly Column<RequestEntry>[] = [
  {
    id: "time",
    header: "Time (UTC)",
    skeleton: "w-36",
    cell: (row) => <ExactTime time={row.time} className="text-xs text-muted" />,
  },
  { id: "status", header: "Status", skeleton: "w-9", cell: (row) => <StatusBadge status={row.status} /> },
  {
    id: "request",
    header: "Request",
    card: "title",
    skeleton: "w-64",
    className: "md:w-full md:max-w-0",
    cell: (row) => (
      <Link
        href={requestHref(row.request_id)}
        prefetch={false}
        className="flex min-w-0 items-baseline gap-2 rounded-sm hover:underline"
        title={`${row.method} ${row.path}`}
      >
        <span className="shrink-0 font-mono text-xs text-muted">{row.method}</span>
        <span className="min-w-0 truncate font-mono text-xs">{row.path}</span>
        {row.code && <span className="shrink-0 font-mono text-xs text-muted">{row.code}</span>}
      </Link>
    ),
  },
  {
    id: "credential",
    header: "Credential",
    skeleton: "w-28",
    cell: (row) => <span className="block truncate md:max-w-44">{credentialName(row.credential)}</span>,
  },
  {
    id: "ip",
    header: "IP",
    wide: true,
    skeleton: "w-20",
    cell: (row) => <span className="block truncate font-mono text-xs text-muted md:max-w-36">{row.ip ?? "–"}</span>,
  },
  {
    id: "duration",
    header: "Duration",
    align: "right",
    skeleton: "w-14",
    cell: (row) => <span className="whitespace-nowrap">{duration(row.duration_ms)}</span>,
  },
];

/** Requests in one line each. `undefined` while loading; `fresh` ones are marked. */
export function RequestTable({
  rows,
  fresh,
  refreshing,
  problem,
  empty,
}: {
  rows: readonly RequestEntry[] | undefined;
  fresh?: ReadonlySet<string>;
  refreshing?: boolean;
  problem?: ReactNode;
  empty: ReactNode;
}) {
  return (
    <DataTable
      caption="Requests"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowTone={(row) => (fresh?.has(row.id) ? "new" : undefined)}
      refreshing={refreshing ?? false}
      problem={problem}
      empty={empty}
      skeletonRows={12}
    />
  );
}
