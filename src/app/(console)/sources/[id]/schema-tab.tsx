"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { Input } from "#ui/input.tsx";
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
];

/** The columns of a source with their types; who may change the source describes them. */
export function SchemaTab({ source, canWrite }: { source: Source; canWrite: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const update = useMutation(trpc.sources.update.mutationOptions());
  const [drafts, setDrafts] = useState<Record<string, string> | null>(null);
  const [refused, setRefused] = useState<string | null>(null);

  async function save() {
    const changed = source.columns.flatMap(({ name, description }) => {
      const draft = drafts?.[name]?.trim();
      return draft === undefined || draft === (description ?? "") ? [] : [[name, draft || null] as const];
    });
    setRefused(null);
    try {
      if (changed.length > 0) {
        await update.mutateAsync({ id: source.id, column_descriptions: Object.fromEntries(changed) });
        toast.success("Descriptions were saved");
        await queries.invalidateQueries({ queryKey: trpc.sources.pathKey() });
      }
      setDrafts(null);
    } catch (error) {
      setRefused(refusalOf(error).detail);
    }
  }

  const description: Column<Field> = {
    id: "description",
    header: "Description",
    className: "md:w-2/5",
    cell: (field) =>
      drafts ? (
        <Input
          aria-label={`Description of ${field.name}`}
          value={drafts[field.name] ?? field.description ?? ""}
          maxLength={500}
          onChange={(event) => setDrafts({ ...drafts, [field.name]: event.target.value })}
        />
      ) : (
        (field.description ?? <span className="text-subtle">–</span>)
      ),
  };

  return (
    <div className="flex flex-col gap-4">
      {canWrite && (
        <div className="flex justify-end gap-2">
          {drafts ? (
            <>
              <Button onClick={() => setDrafts(null)}>Cancel</Button>
              <Button variant="primary" loading={update.isPending} onClick={() => void save()}>
                Save descriptions
              </Button>
            </>
          ) : (
            <Button onClick={() => setDrafts({})}>Describe columns</Button>
          )}
        </div>
      )}
      {refused && (
        <Callout tone="danger" live>
          {refused}
        </Callout>
      )}
      <DataTable
        caption="Columns"
        columns={[...columns, description]}
        rows={source.columns}
        rowKey={(field) => field.name}
      />
    </div>
  );
}
