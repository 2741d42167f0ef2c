"use client";

import { X } from "lucide-react";
import type { SetValues } from "nuqs";
import { Button } from "#ui/button.tsx";
import { Select } from "#ui/select.tsx";
import { RangePicker } from "../parts/range-picker.tsx";
import { rangeTimes } from "../parts/time-range.ts";
import { auditNouns } from "./action-words.ts";
import { type AuditSearch, type auditParsers, isFiltered, noFilters } from "./audit-search.ts";

const ANY = "any";

/** By noun, range, actor and target; the last two are chosen in the list. */
export function AuditFiltersBar({
  search,
  now,
  onSearch,
}: {
  search: AuditSearch;
  now: number;
  onSearch: (change: Parameters<SetValues<typeof auditParsers>>[0]) => void;
}) {
  const { action } = search;
  const exact = action && !auditNouns.some(({ value }) => value === action) ? [{ value: action, label: action }] : [];
  const shown = rangeTimes(search, "24h", now);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label="What was changed"
        value={action ?? ANY}
        onValueChange={(value) => onSearch({ action: value === ANY ? null : value })}
        options={[{ value: ANY, label: "Everything" }, ...auditNouns, ...exact]}
        className="w-full sm:w-40"
      />
      <RangePicker
        anyTime
        range={search.range === null ? null : shown.range}
        from={shown.from}
        to={shown.to}
        onPick={(picked) => onSearch(picked)}
      />
      {search.actor && <Chip text={`By ${search.actor}`} onRemove={() => onSearch({ actor: null })} />}
      {search.target && <Chip text={`On ${search.target}`} onRemove={() => onSearch({ target: null })} />}
      {isFiltered(search) && (
        <Button variant="ghost" size="sm" onClick={() => onSearch(noFilters)}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 min-w-0 max-w-full items-center gap-1 rounded-md border border-accent-line bg-accent-soft pl-2 text-xs text-accent">
      <span className="truncate font-mono">{text}</span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove the filter ${text}`}
        className="grid size-6 shrink-0 place-items-center rounded-sm"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
