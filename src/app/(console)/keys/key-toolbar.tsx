"use client";

import { X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { KeyType } from "#contract/credential.ts";
import { KeyStatus } from "#contract/key.ts";
import { Button } from "#ui/button.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { cutSecret } from "../cut-secret.ts";
import { CreatorFilter } from "./creator-filter.tsx";
import { statusWords, typeWords } from "./key-badges.tsx";
import type { KeyFilters } from "./key-filters.ts";

const IDLE_DAYS = 90;
const TYPING_MS = 200;
const any = "any" as const;

/** Search, filters and order of the list of keys. */
export function KeyToolbar({
  filters,
  onChange,
  me,
  seesEverybody,
  livemode,
  filtered,
  onClear,
}: {
  filters: KeyFilters;
  onChange: (change: Partial<{ [Name in keyof KeyFilters]: KeyFilters[Name] | null }>) => void;
  me: string;
  seesEverybody: boolean;
  livemode: boolean;
  filtered: boolean;
  onClear: () => void;
}) {
  const life = filters.idle ? "idle" : (filters.expiry ?? any);
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <Search value={filters.q} onChange={(q) => onChange({ q: q || null })} />
      <Select
        label="Status"
        className="w-[calc(50%-0.25rem)] sm:w-auto"
        value={filters.status ?? any}
        onValueChange={(status) => onChange({ status: status === any ? null : status })}
        options={[
          { value: any, label: "Any status" },
          ...KeyStatus.options.map((value) => ({ value, label: statusWords[value] })),
        ]}
      />
      {livemode && (
        <Select
          label="Type"
          className="w-[calc(50%-0.25rem)] sm:w-auto"
          value={filters.type ?? any}
          onValueChange={(type) => onChange({ type: type === any ? null : type })}
          options={[
            { value: any, label: "Any type" },
            ...KeyType.options.map((value) => ({ value, label: typeWords[value] })),
          ]}
        />
      )}
      {seesEverybody && (
        <CreatorFilter
          me={me}
          className="w-[calc(50%-0.25rem)] sm:w-auto sm:max-w-48"
          value={filters.creator}
          onValueChange={(creator) => onChange({ creator })}
        />
      )}
      <Select
        label="Expiry and use"
        className="w-[calc(50%-0.25rem)] sm:w-auto"
        value={life}
        onValueChange={(value) =>
          onChange({
            idle: value === "idle" ? IDLE_DAYS : null,
            expiry: value === "never" || value === "soon" ? value : null,
          })
        }
        options={[
          { value: any, label: "Any expiry" },
          { value: "soon", label: "Expires within 7 days" },
          { value: "never", label: "Never expires" },
          { value: "idle", label: `Idle for ${filters.idle ?? IDLE_DAYS} days` },
        ]}
      />
      {filtered && (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          Clear
        </Button>
      )}
      <Select
        label="Order"
        className="w-[calc(50%-0.25rem)] sm:ml-auto sm:w-auto"
        value={filters.sort}
        onValueChange={(sort) => onChange({ sort })}
        options={[
          { value: "-created_at", label: "Newest first" },
          { value: "created_at", label: "Oldest first" },
          { value: "-last_used_at", label: "Last used first" },
          { value: "expires_at", label: "Next to expire first" },
          { value: "name", label: "By name" },
        ]}
      />
    </div>
  );
}

/** Types freely; the list follows a moment after. A pasted secret becomes its prefix before it goes anywhere. */
function Search({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Cleared or gone back to from elsewhere; what comes back from our own typing may be behind it already.
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }
  const send = useEffectEvent((q: string) => {
    setSent(q);
    onChange(q);
  });
  useEffect(() => {
    const q = cutSecret(text);
    if (q === sent) return;
    const timer = setTimeout(() => send(q), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, sent]);
  return (
    <SearchInput
      label="Search keys"
      placeholder="Search by name or prefix"
      value={text}
      onValueChange={setText}
      className="w-full sm:w-64"
    />
  );
}
