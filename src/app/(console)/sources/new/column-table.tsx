"use client";

import type { Upload } from "#contract/source.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { cn } from "#ui/cn.ts";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import { count } from "../../parts/numbers.ts";
import { typeWords } from "../source-words.ts";
import type { Choice, Mistakes } from "./column-choice.ts";

type Line = { index: number; found: Upload["columns"][number]; choice: Choice };

/** One line a column: keep it or not, its name, its type, what it holds, what it means. */
export function ColumnTable({
  columns: found,
  choices,
  mistakes,
  onChange,
}: {
  columns: Upload["columns"];
  choices: readonly Choice[];
  mistakes: Mistakes["columns"];
  onChange: (index: number, change: Partial<Choice>) => void;
}) {
  const columns: readonly Column<Line>[] = [
    {
      id: "keep",
      header: "Import",
      label: "Import",
      card: "corner",
      className: "align-top",
      cell: ({ index, found, choice }) => (
        <Checkbox
          className="md:mt-2"
          aria-label={`Import the column ${found.name}`}
          checked={!choice.skip}
          onCheckedChange={(keep) => onChange(index, { skip: !keep })}
        />
      ),
    },
    {
      id: "name",
      header: "Name",
      card: "title",
      className: "align-top md:min-w-44",
      cell: ({ index, found, choice }) => (
        <Field label={`Name of ${found.name}`} hideLabel error={mistakes[index]?.rename}>
          <Input
            mono
            value={choice.rename}
            maxLength={63}
            disabled={choice.skip}
            autoComplete="off"
            spellCheck={false}
            placeholder={found.name}
            onChange={(event) => onChange(index, { rename: event.target.value })}
          />
          {found.key !== choice.rename && (
            <p className="break-id text-xs text-muted">
              In the file: <code className="font-mono">{found.key || "(blank)"}</code>
            </p>
          )}
        </Field>
      ),
    },
    {
      id: "type",
      header: "Type",
      className: "align-top md:w-40",
      cell: ({ index, found, choice }) => (
        <Field label={`Type of ${found.name}`} hideLabel error={mistakes[index]?.type}>
          <Select
            value={choice.type}
            onValueChange={(type) => onChange(index, { type })}
            options={typeWords}
            disabled={choice.skip}
            className="min-w-32"
          />
          {choice.type !== found.type && <p className="text-xs text-muted">Inferred: {found.type}</p>}
        </Field>
      ),
    },
    {
      id: "values",
      header: "Values",
      className: "align-top",
      cell: ({ found, choice }) => (
        <div className={cn("flex flex-col gap-0.5 md:pt-1.5", choice.skip && "opacity-60")}>
          <span className="line-clamp-2 max-w-64 font-mono text-xs [overflow-wrap:anywhere]">
            {found.samples.slice(0, 4).join(" · ") || "–"}
          </span>
          <span className="text-xs text-muted">{found.empty > 0 ? `${count(found.empty)} empty` : "Never empty"}</span>
        </div>
      ),
    },
    {
      id: "description",
      header: "Description",
      className: "align-top md:min-w-48",
      cell: ({ index, found, choice }) => (
        <Field label={`Description of ${found.name}`} hideLabel error={mistakes[index]?.description}>
          <Input
            value={choice.description}
            maxLength={500}
            disabled={choice.skip}
            autoComplete="off"
            placeholder="What it means"
            onChange={(event) => onChange(index, { description: event.target.value })}
          />
        </Field>
      ),
    },
  ];
  return (
    <DataTable
      caption="Columns"
      columns={columns}
      rows={found.map((column, index) => ({ index, found: column, choice: choices[index]! }))}
      rowKey={({ found }) => found.name}
      rowTone={({ choice }) => (choice.skip ? "faded" : undefined)}
    />
  );
}
