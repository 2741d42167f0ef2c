"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Source } from "#contract/source.ts";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { bytes, count, percent } from "../parts/numbers.ts";
import { statusWords } from "./source-words.ts";

const columns: readonly Column<Source>[] = [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-48",
    cell: (source) => (
      <div className="min-w-0">
        <Link href={`/sources/${source.id}`} className="break-id rounded-sm font-medium hover:underline">
          {source.name}
        </Link>
        <div className="break-id text-xs text-muted">{source.file_name}</div>
      </div>
    ),
  },
  { id: "status", header: "Status", skeleton: "w-16", cell: (source) => <SourceStatus source={source} /> },
  {
    id: "rows",
    header: "Rows",
    align: "right",
    skeleton: "w-14",
    cell: (source) => (source.status === "ready" ? count(source.row_count) : "–"),
  },
  {
    id: "rejected",
    header: "Rejected",
    align: "right",
    wide: true,
    skeleton: "w-8",
    cell: (source) => (source.status === "ready" ? count(source.rejected_rows) : "–"),
  },
  { id: "columns", header: "Columns", align: "right", skeleton: "w-8", cell: (source) => count(source.columns.length) },
  {
    id: "size",
    header: "Size",
    align: "right",
    skeleton: "w-14",
    cell: (source) => <span className="whitespace-nowrap">{bytes(source.bytes)}</span>,
  },
  {
    id: "updated",
    header: "Updated",
    skeleton: "w-24",
    cell: (source) => <TimeAgo time={source.updated_at} className="whitespace-nowrap text-muted" />,
  },
];

/** Sources in one line each. `undefined` while loading. */
export function SourceTable({
  sources,
  refreshing,
  problem,
  empty,
}: {
  sources: readonly Source[] | undefined;
  refreshing: boolean;
  problem: ReactNode;
  empty: ReactNode;
}) {
  return (
    <DataTable
      caption="Sources"
      columns={columns}
      rows={sources}
      rowKey={(source) => source.id}
      refreshing={refreshing}
      problem={problem}
      empty={empty}
    />
  );
}

/** The state of a source in a word; while importing with how far it is. */
export function SourceStatus({ source }: { source: Pick<Source, "status" | "imported_bytes" | "bytes"> }) {
  const { label, tone } = statusWords[source.status];
  const share = source.status === "importing" && source.bytes > 0 ? source.imported_bytes / source.bytes : null;
  return (
    <Badge tone={tone} dot className="tabular">
      {label}
      {share !== null && ` ${percent(share)}`}
    </Badge>
  );
}
