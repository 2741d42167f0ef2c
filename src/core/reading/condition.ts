import { type Column, type ColumnType, type FilterOp, filterOps } from "#contract/source.ts";
import { converters } from "../importing/convert-cell.ts";
import { invalidField } from "../refusal.ts";

type Comparison = Exclude<FilterOp, "in" | "is_null">;

/** One test of a row. Values are texts that PostgreSQL takes for the column's type. */
export type Condition =
  | { column: Column; op: Comparison; value: string }
  | { column: Column; op: "in"; values: string[] }
  | { column: Column; op: "is_null"; value: boolean };

const MAX_ITEMS = 200;

/** What each type can be asked. */
export const opsOfType: Record<ColumnType, readonly FilterOp[]> = {
  text: filterOps,
  integer: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  number: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  date: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  timestamp: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  boolean: ["eq", "ne", "in", "is_null"],
  json: ["is_null"],
};

/** The column of that name and an operator that works on it. Refuses with `invalid_input` that names `attr`. */
export function testOf<C extends Column>(
  name: string,
  word: string,
  columns: readonly C[],
  attr: string,
): { column: C; op: FilterOp } {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw invalidField(attr, "unknown_column", `The source has no column ${JSON.stringify(name)}.`);
  const op = filterOps.find((candidate) => candidate === word);
  if (!op)
    throw invalidField(
      attr,
      "unknown_operator",
      `There is no operator ${JSON.stringify(word)}. Use one of ${filterOps.join(", ")}.`,
    );
  if (!opsOfType[column.type].includes(op))
    throw invalidField(
      attr,
      "unknown_operator",
      `${op} does not work on the column ${column.name} of type ${column.type}. Use one of ${opsOfType[column.type].join(", ")}.`,
    );
  return { column, op };
}

/** A test with its value, or its values for `in`, read as the column's type has them. Refuses as `testOf` does. */
export function conditionOf(
  { column, op }: { column: Column; op: FilterOp },
  value: string | readonly string[],
  attr: string,
): Condition {
  if (op === "in") {
    const items = typeof value === "string" ? [value] : value;
    if (items.length === 0) throw invalidField(attr, "too_small", "in takes at least one value.");
    if (items.length > MAX_ITEMS) throw invalidField(attr, "too_big", `in takes at most ${MAX_ITEMS} values.`);
    return { column, op, values: items.map((item) => typed(item, column, attr)) };
  }
  if (typeof value !== "string") throw invalidField(attr, "invalid_value", `${op} takes one value, not a list.`);
  if (op === "is_null") {
    if (value !== "true" && value !== "false")
      throw invalidField(attr, "invalid_value", "is_null takes true or false.");
    return { column, op, value: value === "true" };
  }
  if ((op === "like" || op === "ilike") && endsInHalfAnEscape(value))
    throw invalidField(attr, "invalid_value", "The pattern ends with a backslash. Double it to find a backslash.");
  return { column, op, value: typed(value, column, attr) };
}

/** PostgreSQL refuses such a pattern. */
export const endsInHalfAnEscape = (pattern: string): boolean => /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern);

/** A value as PostgreSQL takes it for the column's type, by the rules of the import; null: it is none. */
export const typedValue = (text: string, { type }: Column): string | null =>
  text === "" && type !== "text" ? null : (converters[type](text) ?? null);

function typed(text: string, column: Column, attr: string): string {
  const value = typedValue(text, column);
  if (value === null)
    throw invalidField(
      attr,
      "invalid_value",
      `${JSON.stringify(text.slice(0, 100))} is not a value of the column ${column.name}, whose type is ${column.type}.`,
    );
  return value;
}
