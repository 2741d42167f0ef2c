"use client";

import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "../parts/use-searched-list.tsx";

type Chosen = { id: string; name: string };

/** One source, found by typing. */
export function SourceSelect({ value, onChoose }: { value: Chosen | null; onChoose: (source: Chosen) => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows = [], search } = useSearchedList(
    (input) => trpc.sources.list.queryKey(input),
    (input) => client.sources.list.query(input),
  );
  return (
    <SearchSelect
      {...search}
      searchLabel="Find a source"
      placeholder="Choose a source"
      value={value?.id}
      chosen={value?.name}
      onValueChange={(id) => onChoose({ id, name: rows.find((row) => row.id === id)?.name ?? id })}
      options={rows.map(({ id, name, columns }) => ({
        value: id,
        label: name,
        description: `${columns.length} columns`,
      }))}
    />
  );
}
