"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "./use-searched-list.tsx";

const ALL = "all";

/** One key of the organization, found by name or prefix, or all of them. One that cannot be read is shown by its id. */
export function KeySelect({
  value,
  onValueChange,
  className,
}: {
  value: string | null;
  onValueChange: (id: string | null) => void;
  className?: string;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.keys.list.queryKey(input),
    (input) => client.keys.list.query(input),
  );
  const listed = rows?.find(({ id }) => id === value);
  const { data: asked } = useQuery(
    trpc.keys.get.queryOptions({ id: value ?? "" }, { enabled: value !== null && !!rows && !listed, retry: false }),
  );
  const keys = (rows ?? []).map(({ id, name, hint }) => ({ value: id, label: name, description: hint }));
  const all = search.query === "" ? [{ value: ALL, label: "All keys" }] : [];
  return (
    <SearchSelect
      {...search}
      label="Key"
      searchLabel="Find a key by name or prefix"
      value={value ?? ALL}
      chosen={value === null ? "All keys" : (listed?.name ?? asked?.name ?? value)}
      onValueChange={(id) => onValueChange(id === ALL ? null : id)}
      options={[...all, ...keys]}
      {...(className ? { className } : {})}
    />
  );
}
