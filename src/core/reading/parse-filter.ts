import { type Column, type ColumnType, type FilterOp, filterOps } from "#contract/source.ts";
import { converters } from "../importing/convert-cell.ts";
import { invalidField } from "../refusal.ts";
import { parseList, readItem } from "./parse-names.ts";

type Comparison = Exclude<FilterOp, "in" | "is_null">;

/** One test of a row. Values are texts that PostgreSQL takes for the column's type. */
export type Condition =
  | { column: Column; op: Comparison; value: string }
  | { column: Column; op: "in"; values: string[] }
  | { column: Column; op: "is_null"; value: boolean };

const MAX_ITEMS = 200;

const opsOfType: Record<ColumnType, readonly FilterOp[]> = {
  text: filterOps,
  integer: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  number: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  date: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  timestamp: ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"],
  boolean: ["eq", "ne", "in", "is_null"],
  json: ["is_null"],
};

/**
 * `column:op:value` as a condition. A column whose name holds `:` or begins with a quote stands in double quotes, as
 * does an item of `in` that holds a comma. Refuses with `invalid_input` that names `filter.N`.
 */
export function parseFilter(text: string, columns: readonly Column[], attr: string): Condition {
  const name = readItem(text, 0, ":", true);
  if (name === null || name.lead !== "" || name.next >= text.length)
    throw invalidField(attr, "invalid_format", "A filter has the form column:op:value, for example state:eq:CA.");
  const column = columns.find((candidate) => candidate.name === name.text);
  if (!column) throw invalidField(attr, "unknown_column", `The source has no column ${JSON.stringify(name.text)}.`);

  const rest = text.slice(name.next + 1);
  const colon = rest.indexOf(":");
  const word = colon === -1 ? rest : rest.slice(0, colon);
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
  if (colon === -1)
    throw invalidField(attr, "invalid_format", `The value is missing: ${word} is followed by a colon and a value.`);
  const value = rest.slice(colon + 1);

  if (op === "is_null") {
    if (value !== "true" && value !== "false")
      throw invalidField(attr, "invalid_value", "is_null takes true or false.");
    return { column, op, value: value === "true" };
  }
  if (op === "in") {
    const items = parseList(value, column.type !== "text");
    if (items === null)
      throw invalidField(
        attr,
        "invalid_format",
        "A quote in the list is not closed. Double a quote that belongs to a value.",
      );
    if (items.length > MAX_ITEMS) throw invalidField(attr, "too_big", `in takes at most ${MAX_ITEMS} values.`);
    return { column, op, values: items.map((item) => typed(item.lead + item.text, column, attr)) };
  }
  if (op === "like" || op === "ilike") {
    // PostgreSQL refuses a pattern that ends in half an escape.
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(value))
      throw invalidField(attr, "invalid_value", "The pattern ends with a backslash. Double it to find a backslash.");
  }
  return { column, op, value: typed(value, column, attr) };
}

/** A value as the column's type has it, by the rules of the import. */
function typed(text: string, column: Column, attr: string): string {
  const value = text === "" && column.type !== "text" ? undefined : converters[column.type](text);
  if (value === undefined || value === null)
    throw invalidField(
      attr,
      "invalid_value",
      `${JSON.stringify(text.slice(0, 100))} is not a value of the column ${column.name}, whose type is ${column.type}.`,
    );
  return value;
}
