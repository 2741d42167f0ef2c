"use client";

import type { Usage } from "#contract/usage.ts";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { count, duration, percent } from "../parts/numbers.ts";
import { filterOfGroup, requestsHref } from "./requests-href.ts";
import type { Grouping, UsageSearch } from "./usage-search.ts";

type Group = Usage["groups"][number];

/** The groups of the chart with all their figures; each leads to its requests. */
export function GroupTable({
  usage,
  group: grouping,
  label,
  search,
}: {
  usage: Usage | undefined;
  group: Grouping;
  label: string;
  search: UsageSearch;
}) {
  const all = usage?.total_requests ?? 0;
  const columns: Column<Group>[] = [
    {
      id: "group",
      header: label,
      card: "title",
      skeleton: "w-40",
      cell: (row) => {
        const filter = filterOfGroup(grouping, row.group);
        const name = <span className="break-id">{row.label}</span>;
        return filter && usage ? <TextLink href={requestsHref(search, usage, filter)}>{name}</TextLink> : name;
      },
    },
    { id: "requests", header: "Requests", align: "right", cell: (row) => count(row.requests) },
    { id: "share", header: "Share", align: "right", cell: (row) => percent(row.requests / Math.max(1, all)) },
    { id: "errors", header: "Errors", align: "right", cell: (row) => count(row.errors) },
    {
      id: "rate",
      header: "Error rate",
      align: "right",
      cell: (row) => (row.requests === 0 ? "–" : percent(row.errors / row.requests)),
    },
    { id: "p50", header: "p50", align: "right", wide: true, cell: (row) => duration(row.p50_ms) },
    { id: "p95", header: "p95", align: "right", cell: (row) => duration(row.p95_ms) },
    { id: "p99", header: "p99", align: "right", wide: true, cell: (row) => duration(row.p99_ms) },
  ];
  return (
    <DataTable
      caption={`Usage by ${label.toLowerCase()}`}
      columns={columns}
      rows={usage?.groups}
      rowKey={(row) => row.group}
      skeletonRows={3}
    />
  );
}
