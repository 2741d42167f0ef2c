"use client";

import { ListFilter, X } from "lucide-react";
import { useState } from "react";
import type { Column } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { Popover } from "#ui/popover.tsx";
import { FilterForm } from "./filter-form.tsx";
import { opWords } from "./filter-words.ts";
import { type FilterPart, formatFilter, parseFilterText } from "./names.ts";

/** The filters of a view, each to be changed or taken away, and one more to be added. */
export function FilterBar({
  columns,
  filters,
  onChange,
}: {
  columns: readonly Column[];
  filters: readonly string[];
  onChange: (filters: string[]) => void;
}) {
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      {filters.map((text, index) => (
        <FilterChip
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter may stand twice
          key={`${index} ${text}`}
          text={text}
          columns={columns}
          onChange={(part) => onChange(filters.map((each, at) => (at === index ? formatFilter(part) : each)))}
          onRemove={() => onChange(filters.filter((_, at) => at !== index))}
        />
      ))}
      <AddFilter columns={columns} onAdd={(part) => onChange([...filters, formatFilter(part)])} />
    </div>
  );
}

function AddFilter({ columns, onAdd }: { columns: readonly Column[]; onAdd: (part: FilterPart) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Add a filter"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <ListFilter aria-hidden />
          Add filter
        </Button>
      }
    >
      <FilterForm
        columns={columns}
        verb="Add filter"
        onSubmit={(part) => {
          setOpen(false);
          onAdd(part);
        }}
      />
    </Popover>
  );
}

function FilterChip({
  text,
  columns,
  onChange,
  onRemove,
}: {
  text: string;
  columns: readonly Column[];
  onChange: (part: FilterPart) => void;
  onRemove: () => void;
}) {
  const [open, setOpen] = useState(false);
  const part = parseFilterText(text);
  const said = part ? wordsOf(part) : text;
  return (
    <span className="inline-flex h-control min-w-0 max-w-full items-center rounded-md border border-accent-line bg-accent-soft text-sm text-accent">
      {part && columns.some((column) => column.name === part.column) ? (
        <Popover
          label={`Change the filter ${said}`}
          open={open}
          onOpenChange={setOpen}
          trigger={
            <button type="button" className="h-full min-w-0 truncate rounded-md pl-2.5 hover:underline">
              {said}
            </button>
          }
        >
          <FilterForm
            columns={columns}
            start={part}
            verb="Change filter"
            onSubmit={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        </Popover>
      ) : (
        <span className="min-w-0 truncate pl-2.5">{said}</span>
      )}
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove the filter ${said}`}
        className="grid size-7 shrink-0 place-items-center rounded-md"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function wordsOf({ column, op, value }: FilterPart): string {
  if (op === "is_null") return `${column} ${value === "false" ? "is not empty" : "is empty"}`;
  return `${column} ${opWords[op].label} ${value === "" ? '""' : value}`;
}
