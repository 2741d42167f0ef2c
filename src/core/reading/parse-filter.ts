import type { Column } from "#contract/source.ts";
import type { FilterPart } from "#contract/source-query.ts";
import { invalidField } from "../refusal.ts";
import { type Condition, conditionOf, testOf } from "./condition.ts";
import { parseList, readItem } from "./parse-names.ts";

/**
 * `column:op:value`, or its parts, as a condition. In the text, a column whose name holds `:` or begins with a quote
 * stands in double quotes, as does an item of `in` that holds a comma. Refuses with `invalid_input` that names `attr`.
 */
export function parseFilter(given: string | FilterPart, columns: readonly Column[], attr: string): Condition {
  return typeof given === "string" ? parseText(given, columns, attr) : parseParts(given, columns, attr);
}

function parseText(text: string, columns: readonly Column[], attr: string): Condition {
  const name = readItem(text, 0, ":", true);
  if (name === null || name.lead !== "" || name.next >= text.length)
    throw invalidField(attr, "invalid_format", "A filter has the form column:op:value, for example state:eq:CA.");
  const rest = text.slice(name.next + 1);
  const colon = rest.indexOf(":");
  const word = colon === -1 ? rest : rest.slice(0, colon);
  const test = testOf(name.text, word, columns, attr);
  if (colon === -1)
    throw invalidField(attr, "invalid_format", `The value is missing: ${word} is followed by a colon and a value.`);
  const value = rest.slice(colon + 1);
  if (test.op !== "in") return conditionOf(test, value, attr);
  const items = parseList(value, test.column.type !== "text");
  if (items === null)
    throw invalidField(
      attr,
      "invalid_format",
      "A quote in the list is not closed. Double a quote that belongs to a value.",
    );
  return conditionOf(
    test,
    items.map((item) => item.lead + item.text),
    attr,
  );
}

function parseParts({ column, op, value }: FilterPart, columns: readonly Column[], attr: string): Condition {
  const test = testOf(column, op, columns, attr);
  return conditionOf(test, Array.isArray(value) ? value.map(String) : String(value), attr);
}
