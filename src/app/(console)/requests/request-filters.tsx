"use client";

import { X } from "lucide-react";
import { debounce } from "nuqs";
import type { ReactNode } from "react";
import { problems } from "#contract/problem.ts";
import { Button } from "#ui/button.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { KeySelect } from "../parts/key-select.tsx";
import { type OperationName, OperationSelect } from "../parts/operation-select.tsx";
import { RangePicker } from "../parts/range-picker.tsx";
import { rangeTimes } from "../parts/time-range.ts";
import type { SetSearch } from "./request-log.tsx";
import { isFiltered, methods, noFilters, type RequestsSearch } from "./requests-search.ts";

const ANY = "any";
const statusClasses = [
  { value: "2xx", label: "2xx answered" },
  { value: "4xx", label: "4xx refused" },
  { value: "5xx", label: "5xx failed" },
];

/** Everything the log can be narrowed to; all of it is in the URL. */
export function RequestFilters({
  search,
  operations,
  onSearch,
  live,
}: {
  search: RequestsSearch;
  operations: readonly OperationName[];
  onSearch: (...args: Parameters<SetSearch>) => void;
  live: ReactNode;
}) {
  const { status, code } = search;
  const exact =
    status && !statusClasses.some(({ value }) => value === status) ? [{ value: status, label: status }] : [];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search path or request id"
        placeholder="Path or request id"
        value={search.q}
        onValueChange={(q) => onSearch({ q: q || null }, { history: "replace", limitUrlUpdates: debounce(300) })}
        className="w-full sm:w-56"
      />
      <Select
        label="Status"
        value={status ?? ANY}
        onValueChange={(value) => onSearch({ status: value === ANY ? null : value })}
        options={[{ value: ANY, label: "Any status" }, ...statusClasses, ...exact]}
        className="w-[calc(50%-0.25rem)] sm:w-36"
      />
      <Select
        label="Method"
        value={search.method ?? ANY}
        onValueChange={(value) => onSearch({ method: value === ANY ? null : (value as RequestsSearch["method"]) })}
        options={[{ value: ANY, label: "Any method" }, ...methods.map((method) => ({ value: method, label: method }))]}
        className="w-[calc(50%-0.25rem)] sm:w-36"
      />
      <KeySelect
        value={search.key}
        onValueChange={(key) => onSearch({ key })}
        className="w-[calc(50%-0.25rem)] sm:w-40"
      />
      <OperationSelect
        operations={operations}
        value={search.operation}
        onValueChange={(operation) => onSearch({ operation })}
        className="w-[calc(50%-0.25rem)] sm:w-40"
      />
      <LogRange search={search} onSearch={onSearch} />
      <div className="flex items-center gap-2 sm:ml-auto">{live}</div>
      {isFiltered(search) && (
        <div className="flex w-full flex-wrap items-center gap-2">
          {code && <Chip onRemove={() => onSearch({ code: null })}>{problems[code].title}</Chip>}
          {search.ip && <Chip onRemove={() => onSearch({ ip: null })}>From {search.ip}</Chip>}
          <Button variant="ghost" size="sm" onClick={() => onSearch(noFilters)}>
            Clear filters
          </Button>
        </div>
      )}
    </div>
  );
}

function LogRange({
  search,
  onSearch,
}: {
  search: RequestsSearch;
  onSearch: (...args: Parameters<SetSearch>) => void;
}) {
  const now = Date.now();
  const shown = rangeTimes(search, "24h", now);
  return (
    <RangePicker
      anyTime
      range={search.range === null ? null : shown.range}
      from={shown.from}
      to={shown.to}
      onPick={(picked) => onSearch(picked)}
    />
  );
}

function Chip({ onRemove, children }: { onRemove: () => void; children: ReactNode }) {
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-md border border-accent-line bg-accent-soft pl-2 text-xs text-accent">
      {children}
      <button
        type="button"
        onClick={onRemove}
        aria-label="Remove this filter"
        className="grid size-6 place-items-center rounded-sm"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
