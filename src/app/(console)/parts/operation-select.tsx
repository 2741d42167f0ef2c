"use client";

import { Select } from "#ui/select.tsx";

/** An operation of the API as the pages need it; the list comes from the server. */
export type OperationName = { id: string; method: string; path: string };

const ALL = "all";

/** One operation of the API or all of them. */
export function OperationSelect({
  operations,
  value,
  onValueChange,
  className,
}: {
  operations: readonly OperationName[];
  value: string | null;
  onValueChange: (id: string | null) => void;
  className?: string;
}) {
  const known = operations.map(({ id, method, path }) => ({ value: id, label: id, description: `${method} ${path}` }));
  const missing = value !== null && !known.some((operation) => operation.value === value);
  return (
    <Select
      label="Operation"
      value={value ?? ALL}
      onValueChange={(id) => onValueChange(id === ALL ? null : id)}
      options={[{ value: ALL, label: "All operations" }, ...(missing ? [{ value, label: value }] : []), ...known]}
      {...(className ? { className } : {})}
    />
  );
}
