"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#trpc/client.tsx";
import { Select } from "#ui/select.tsx";

const ALL = "all";

/** One key of the organization or all of them. A chosen one that is not among the newest hundred is shown by its id. */
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
  const { data } = useQuery(trpc.keys.list.queryOptions({ limit: 100 }, { staleTime: 60_000 }));
  const keys = (data?.data ?? []).map((key) => ({ value: key.id, label: key.name, description: key.hint }));
  const missing = value !== null && !keys.some((key) => key.value === value);
  return (
    <Select
      label="Key"
      value={value ?? ALL}
      onValueChange={(id) => onValueChange(id === ALL ? null : id)}
      options={[{ value: ALL, label: "All keys" }, ...(missing ? [{ value, label: value }] : []), ...keys]}
      {...(className ? { className } : {})}
    />
  );
}
