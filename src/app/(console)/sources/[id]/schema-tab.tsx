"use client";

import type { Source } from "#contract/source.ts";
import { Badge } from "#ui/badge.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { typeWords } from "../source-words.ts";

type Field = Source["columns"][number];
const typeHints = new Map(typeWords.map(({ value, description }) => [value, description]));

const columns: readonly Column<Field>[] = [
  {
    id: "name",
    header: "Column",
    card: "title",
    cell: (field) => <span className="break-id font-mono text-xs">{field.name}</span>,
  },
  { id: "type", header: "Type", cell: (field) => <Badge mono>{field.type}</Badge> },
  {
    id: "holds",
    header: "Holds",
    wide: true,
    card: "hidden",
    cell: (field) => <span className="text-muted">{typeHints.get(field.type)}</span>,
  },
  { id: "nullable", header: "Empty values", cell: (field) => (field.nullable ? "May be null" : "Never null") },
  {
    id: "description",
    header: "Description",
    className: "md:w-2/5",
    cell: (field) => field.description ?? <span className="text-subtle">–</span>,
  },
];

/** The columns of a source with their types. */
export function SchemaTab({ source }: { source: Source }) {
  return <DataTable caption="Columns" columns={columns} rows={source.columns} rowKey={(field) => field.name} />;
}
