"use client";

import { Columns3 } from "lucide-react";
import { useState } from "react";
import type { Column } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Popover } from "#ui/popover.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { parseFields, quoteName } from "./names.ts";

const SEARCHED_FROM = 12;

/** Which columns are shown. All of them is the same as none chosen. */
export function FieldsChooser({
  columns,
  fields,
  onChange,
}: {
  columns: readonly Column[];
  fields: string;
  onChange: (fields: string) => void;
}) {
  const [query, setQuery] = useState("");
  const named = new Set(parseFields(fields));
  const chosen = new Set(columns.map(({ name }) => name).filter((name) => named.size === 0 || named.has(name)));
  const listed = columns.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));

  function toggle(name: string, on: boolean) {
    if (on) chosen.add(name);
    else chosen.delete(name);
    const names = columns.map((column) => column.name).filter((each) => chosen.has(each));
    onChange(names.length === columns.length ? "" : names.map(quoteName).join(","));
  }
  return (
    <Popover
      label="Columns"
      align="end"
      onOpenChange={() => setQuery("")}
      trigger={
        <Button>
          <Columns3 aria-hidden />
          <span className="tabular">
            {named.size === 0 ? "Columns" : `${chosen.size} of ${columns.length} columns`}
          </span>
        </Button>
      }
    >
      {columns.length >= SEARCHED_FROM && (
        <SearchInput label="Find a column" value={query} onValueChange={setQuery} className="mb-3" />
      )}
      <div className="flex flex-col gap-2">
        {listed.map(({ name }) => (
          <Checkbox
            key={name}
            label={<span className="break-id">{name}</span>}
            checked={chosen.has(name)}
            disabled={chosen.size === 1 && chosen.has(name)}
            onCheckedChange={(on) => toggle(name, on)}
          />
        ))}
        {listed.length === 0 && <p className="text-muted">No column has this in its name.</p>}
      </div>
      {named.size > 0 && (
        <Button size="sm" variant="ghost" className="mt-3" onClick={() => onChange("")}>
          Show all
        </Button>
      )}
    </Popover>
  );
}
