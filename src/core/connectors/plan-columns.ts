import type { ColumnReview } from "#contract/connector.ts";
import type { Column, ColumnType } from "#contract/source.ts";
import type { PlannedColumn } from "../importing/import-plan.ts";
import { StepProblem } from "./step-problem.ts";

/** A column as it is outside now, and where its values stand. `empty`: it has no value, so it may be of any type. */
export type FoundColumn = { name: string; key: string; type: ColumnType; index: number; empty: boolean };

export type Known = {
  /** Of the source that is there already; null: this is the first sync. */
  columns: readonly Column[] | null;
  /** What somebody has accepted since. */
  accepted: ColumnReview["found"] | null;
  keyColumns: readonly string[];
};
export type ColumnPlan = { columns: PlannedColumn[]; review: ColumnReview | null };

/** What a column of the type at the left takes besides its own without damage. */
const takes: Record<ColumnType, readonly ColumnType[]> = {
  text: ["integer", "number", "boolean", "date", "timestamp"],
  number: ["integer"],
  timestamp: ["date"],
  integer: [],
  boolean: [],
  date: [],
  json: [],
};
const fits = (type: ColumnType, found: FoundColumn) =>
  found.empty || found.type === type || takes[type].includes(found.type);

const named = ({ name, type }: { name: string; type: ColumnType }) => ({ name, type });
const sameColumns = (a: ColumnReview["found"], b: ColumnReview["found"]) => {
  const texts = (of: ColumnReview["found"]) => of.map(({ name, type }) => JSON.stringify([name, type])).sort();
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
};

/**
 * Which columns a sync brings. A source keeps the columns it has: who reads it relies on them, and policies name them.
 * New ones outside are left out until somebody accepts them; one that is gone or holds something else fails the sync.
 */
export function planColumns(found: readonly FoundColumn[], known: Known): ColumnPlan {
  const accepted = known.accepted !== null && sameColumns(known.accepted, found.map(named));
  const plan = known.columns === null || accepted ? all(found, known.columns) : those(found, known.columns);
  for (const key of known.keyColumns)
    if (!plan.columns.some(({ name }) => name === key))
      throw new StepProblem("columns", `The key column “${key}” is not among the columns.`);
  return plan;
}

const planned = (found: FoundColumn, type: ColumnType, description: string | null): PlannedColumn => ({
  name: found.name,
  type,
  nullable: true,
  description,
  index: found.index,
  key: found.key,
});

function all(found: readonly FoundColumn[], before: readonly Column[] | null): ColumnPlan {
  const described = new Map(before?.map(({ name, description }) => [name, description]));
  return { columns: found.map((each) => planned(each, each.type, described.get(each.name) ?? null)), review: null };
}

function those(found: readonly FoundColumn[], before: readonly Column[]): ColumnPlan {
  const byName = new Map(found.map((each) => [each.name, each]));
  const review: ColumnReview = {
    added: found.filter(({ name }) => !before.some((column) => column.name === name)).map(named),
    removed: before.filter(({ name }) => !byName.has(name)).map(named),
    retyped: before.flatMap(({ name, type }) => {
      const now = byName.get(name);
      return now && !fits(type, now) ? [{ name, from: type, to: now.type }] : [];
    }),
    found: found.map(named),
  };
  if (review.removed.length + review.retyped.length > 0) throw new StepProblem("columns", sentence(review), { review });
  const columns = before.map(({ name, type, description }) => planned(byName.get(name)!, type, description));
  return { columns, review: review.added.length > 0 ? review : null };
}

function sentence({ removed, retyped }: ColumnReview): string {
  const list = (names: readonly string[]) =>
    names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
  const parts = [
    ...(removed.length > 0 ? [`gone: ${list(removed.map(({ name }) => `“${name}”`))}`] : []),
    ...(retyped.length > 0
      ? [`of another type: ${list(retyped.map(({ name, from, to }) => `“${name}” (${from}, now ${to})`))}`]
      : []),
  ];
  return `The columns outside no longer fit the source. ${parts.join("; ")}. Review them, and accept them or mend the other side.`;
}
