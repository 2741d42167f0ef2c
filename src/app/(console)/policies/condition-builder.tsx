"use client";

import { Plus, X } from "lucide-react";
import type { Column } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { cn } from "#ui/cn.ts";
import { Select } from "#ui/select.tsx";
import { ComparisonRow } from "./comparison-row.tsx";
import { type Group, isGroup, newComparison, newGroup, type Part } from "./condition-draft.ts";

const joins = [
  { value: "and", label: "All of these hold" },
  { value: "or", label: "At least one of these holds" },
  { value: "not-and", label: "Not all of these hold" },
  { value: "not-or", label: "None of these holds" },
] as const;
type Join = (typeof joins)[number]["value"];

/** Which rows are there, as a tree of groups and comparisons. With nothing in it: all of them. */
export function ConditionBuilder({
  group,
  columns,
  depth = 0,
  onChange,
  onRemove,
}: {
  group: Group;
  columns: readonly Column[];
  depth?: number;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}) {
  const put = (parts: Part[]) => onChange({ ...group, parts });
  const replace = (key: string, next: Part) => put(group.parts.map((part) => (part.key === key ? next : part)));
  const remove = (key: string) => put(group.parts.filter((part) => part.key !== key));
  const first = columns[0]?.name ?? "";
  const join: Join = group.negated ? `not-${group.join}` : group.join;
  return (
    <fieldset className={cn("flex min-w-0 flex-col gap-2 rounded-lg border p-3", depth % 2 === 1 && "bg-surface")}>
      <legend className="sr-only">{depth === 0 ? "Rows" : "Group of conditions"}</legend>
      {group.parts.length === 0 && <p className="text-sm text-muted">All rows. Add a condition to leave some out.</p>}
      {(group.parts.length > 1 || group.negated) && (
        <div className="flex gap-2">
          <Select
            label="How these are joined"
            className="w-full sm:w-64"
            value={join}
            onValueChange={(next) =>
              onChange({ ...group, negated: next.startsWith("not-"), join: next.endsWith("or") ? "or" : "and" })
            }
            options={joins}
          />
        </div>
      )}
      {group.parts.map((part) =>
        isGroup(part) ? (
          <ConditionBuilder
            key={part.key}
            group={part}
            columns={columns}
            depth={depth + 1}
            onChange={(next) => replace(part.key, next)}
            onRemove={() => remove(part.key)}
          />
        ) : (
          <ComparisonRow
            key={part.key}
            comparison={part}
            columns={columns}
            onChange={(next) => replace(part.key, next)}
            onRemove={() => remove(part.key)}
          />
        ),
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={first === ""} onClick={() => put([...group.parts, newComparison(first)])}>
          <Plus aria-hidden />
          Add condition
        </Button>
        {depth < 3 && group.parts.length > 0 && (
          <Button
            size="sm"
            onClick={() => put([...group.parts, newGroup([newComparison(first)], group.join === "and" ? "or" : "and")])}
          >
            <Plus aria-hidden />
            Add group
          </Button>
        )}
        {onRemove && (
          <Button size="sm" variant="ghost" onClick={onRemove}>
            <X aria-hidden />
            Remove group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
