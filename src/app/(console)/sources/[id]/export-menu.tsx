"use client";

import { Download } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { DropdownMenu, MenuItem, MenuLabel } from "#ui/dropdown-menu.tsx";
import { type SourceSearch, viewQuery } from "./source-search.ts";

const formats = [
  { value: "csv", label: "CSV" },
  { value: "ndjson", label: "NDJSON" },
  { value: "json", label: "JSON" },
  { value: "parquet", label: "Parquet" },
  { value: "arrow", label: "Arrow" },
] as const;

/** All rows of the view as a file. It streams: the browser saves it as it comes. */
export function ExportMenu({ sourceId, view }: { sourceId: string; view: Omit<SourceSearch, "tab"> }) {
  function save(format: string) {
    const query = viewQuery(view, false);
    query.set("format", format);
    const link = document.createElement("a");
    link.href = `/sources/${sourceId}/export?${query}`;
    link.download = "";
    link.click();
  }
  return (
    <DropdownMenu
      trigger={
        <Button>
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      <MenuLabel>All rows of this view</MenuLabel>
      {formats.map(({ value, label }) => (
        <MenuItem key={value} onSelect={() => save(value)}>
          {label}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
