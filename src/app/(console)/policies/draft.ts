import type { ColumnRule, NamedSubject, Policy, PolicyRules } from "#contract/policy.ts";
import { type Group, groupOf, rowsOf } from "./condition-draft.ts";

/** How a column is shown, as one choice. */
export type Shown = "visible" | "full" | "last4" | "hash" | "hidden";

/** A policy while it is being written. */
export type Draft = {
  name: string;
  description: string;
  source: { id: string; name: string } | null;
  subjects: NamedSubject[];
  rows: Group;
  columns: Readonly<Record<string, Shown>>;
  otherColumns: PolicyRules["other_columns"];
};

export const emptyDraft = (source: Draft["source"]): Draft => ({
  name: "",
  description: "",
  source,
  subjects: [],
  rows: groupOf(null),
  columns: {},
  otherColumns: "visible",
});

export const draftOf = (policy: Policy): Draft => ({
  name: policy.name,
  description: policy.description ?? "",
  source: policy.source,
  subjects: policy.applies_to,
  rows: groupOf(policy.rows),
  columns: Object.fromEntries(
    policy.columns.map(({ name, access, mask }) => [name, access === "masked" ? (mask ?? "full") : access]),
  ),
  otherColumns: policy.other_columns,
});

/** A draft as the verbs take it; null while something that must be said is not. */
export function rulesOf({ source, subjects, rows, columns, otherColumns }: Draft): PolicyRules | null {
  if (!source || subjects.length === 0) return null;
  const condition = rowsOf(rows);
  const rules: ColumnRule[] = Object.entries(columns).flatMap(([name, shown]): ColumnRule[] => {
    // What is visible needs saying only where everything else is hidden.
    if (shown === "visible") return otherColumns === "hidden" ? [{ name, access: "visible" }] : [];
    return [shown === "hidden" ? { name, access: shown } : { name, access: "masked" as const, mask: shown }];
  });
  if (condition === null && rules.length === 0 && otherColumns === "visible") return null;
  return {
    source_id: source.id,
    applies_to: subjects.map((subject) => ("id" in subject ? { type: subject.type, id: subject.id } : subject)),
    rows: condition,
    columns: rules,
    other_columns: otherColumns,
  };
}
