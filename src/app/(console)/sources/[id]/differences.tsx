"use client";

import type { SchemaDifference } from "#contract/source.ts";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";

const words = { added: "New", gone: "Gone", type: "Other type" } as const;
const tones = { added: "success", gone: "danger", type: "warning" } as const;

const columns: readonly Column<SchemaDifference>[] = [
  {
    id: "column",
    header: "Column",
    card: "title",
    cell: ({ column }) => <span className="break-id font-mono text-xs">{column}</span>,
  },
  { id: "change", header: "Change", cell: ({ change }) => <Badge tone={tones[change]}>{words[change]}</Badge> },
  { id: "from", header: "Now", cell: ({ from }) => (from ? <Badge mono>{from}</Badge> : "–") },
  { id: "to", header: "Afterwards", cell: ({ to }) => (to ? <Badge mono>{to}</Badge> : "–") },
];

/** How the columns of a file differ from those of a source. */
export function Differences({ differences }: { differences: readonly SchemaDifference[] }) {
  return <DataTable caption="Differences" columns={columns} rows={differences} rowKey={({ column }) => column} />;
}
