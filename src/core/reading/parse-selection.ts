import { invalidField } from "../refusal.ts";
import type { Condition } from "./condition.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseList } from "./parse-names.ts";
import { askable, type ReadableColumn } from "./source-view.ts";

export type SortKey = { column: ReadableColumn; descending: boolean };
/** What is read of a source, and in which order. Columns are those of the view, never the caller's words. */
export type Selection = { fields: ReadableColumn[]; sort: SortKey[]; conditions: Condition[] };

type Asked = { fields?: string | undefined; sort?: string | undefined; filter?: string[] | undefined };

const MAX_SORT_KEYS = 5;

/** Reads `fields`, `sort` and `filter`. Refuses with `invalid_input` that names the parameter. */
export function parseSelection(asked: Asked, columns: readonly ReadableColumn[]): Selection {
  return {
    fields: parseFields(asked.fields, columns),
    sort: parseSort(asked.sort, askable(columns)),
    conditions: (asked.filter ?? []).map((text, index) => parseFilter(text, askable(columns), `filter.${index}`)),
  };
}

function parseFields(text: string | undefined, columns: readonly ReadableColumn[]): ReadableColumn[] {
  if (text === undefined || text.trim() === "") return [...columns];
  const names = namesOf(text, "fields").map((item) => item.lead + item.text);
  const fields = names.map((name) => columnOf(name, columns, "fields"));
  return [...new Set(fields)];
}

function parseSort(text: string | undefined, columns: readonly ReadableColumn[]): SortKey[] {
  if (text === undefined || text.trim() === "") return [];
  const keys = namesOf(text, "sort").map(({ text: name, lead }) => {
    // A column that is called "-x" goes before x descending; in quotes there is no doubt.
    if (lead === "-") return { column: columnOf(name, columns, "sort"), descending: true };
    const plain = columns.find((column) => column.name === name);
    if (plain) return { column: plain, descending: false };
    const descending = name.startsWith("-");
    return { column: columnOf(descending ? name.slice(1) : name, columns, "sort"), descending };
  });
  if (keys.length > MAX_SORT_KEYS) throw invalidField("sort", "too_big", `Sort by at most ${MAX_SORT_KEYS} columns.`);
  const twice = keys.find((key, index) => keys.findIndex((other) => other.column === key.column) < index);
  if (twice) throw invalidField("sort", "duplicate", `The column ${twice.column.name} is named twice.`);
  const json = keys.find((key) => key.column.type === "json");
  if (json)
    throw invalidField("sort", "invalid_value", `The column ${json.column.name} holds JSON, which has no order.`);
  return keys;
}

function namesOf(text: string, attr: string): { text: string; lead: string }[] {
  const items = parseList(text, true);
  if (items === null)
    throw invalidField(attr, "invalid_format", "A quote is not closed. Double a quote that belongs to a name.");
  return items;
}

function columnOf(name: string, columns: readonly ReadableColumn[], attr: string): ReadableColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw invalidField(attr, "unknown_column", `The source has no column ${JSON.stringify(name)}.`);
  return column;
}
