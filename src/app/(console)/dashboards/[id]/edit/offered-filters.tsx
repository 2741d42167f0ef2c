"use client";

import { useQueries } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import type { ShownChart } from "#contract/dashboard.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Popover } from "#ui/popover.tsx";

const MOST = 8;

/** By which columns of its sources a dashboard may be narrowed down by whoever looks at it. */
export function OfferedFilters({
  charts,
  filters,
  onChange,
}: {
  charts: readonly ShownChart[];
  filters: readonly string[];
  onChange: (filters: string[]) => void;
}) {
  const trpc = useTRPC();
  const ids = [...new Set(charts.map(({ source_id }) => source_id))];
  const found = useQueries({
    queries: ids.map((id) => ({ ...trpc.sources.get.queryOptions({ id }), staleTime: 60_000, retry: false })),
  });
  const known = found.flatMap(({ data }) => data?.columns ?? []).filter(({ type }) => type !== "json");
  const names = [...new Set([...filters, ...known.map(({ name }) => name)])];
  if (names.length === 0) return null;
  return (
    <Field label="Readers may filter by" group hint="A filter applies to every chart whose source has that column.">
      <Popover
        label="Columns that readers may filter by"
        trigger={
          <Button className="w-fit max-w-full">
            <ListFilter aria-hidden />
            <span className="truncate">{filters.length === 0 ? "Nothing" : filters.join(", ")}</span>
          </Button>
        }
      >
        <div className="flex flex-col gap-2">
          {names.map((name) => (
            <Checkbox
              key={name}
              label={<span className="break-id">{name}</span>}
              checked={filters.includes(name)}
              disabled={!filters.includes(name) && filters.length >= MOST}
              onCheckedChange={(on) => onChange(on ? [...filters, name] : filters.filter((each) => each !== name))}
            />
          ))}
        </div>
      </Popover>
    </Field>
  );
}
