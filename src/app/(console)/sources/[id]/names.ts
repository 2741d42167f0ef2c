import { type FilterOp, filterOps } from "#contract/source.ts";
import { parseList, readItem } from "#core/reading/parse-names.ts";

/** A column's name as `fields`, `sort` and `filter` take it: in quotes unless it is a plain word. */
export const quoteName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** The columns that `fields` names. */
export const parseFields = (fields: string): string[] =>
  fields === "" ? [] : (parseList(fields, true) ?? []).map((item) => item.lead + item.text);

export type SortPart = { column: string; direction: "asc" | "desc" };

/** The columns that `sort` names, each with its direction. */
export function parseSort(sort: string): SortPart[] {
  if (sort === "") return [];
  return (parseList(sort, true) ?? []).map(({ text, lead }) => {
    const down = lead === "-" || (lead === "" && text.startsWith("-"));
    return { column: lead === "" && down ? text.slice(1) : text, direction: down ? "desc" : "asc" };
  });
}

export const formatSort = (parts: readonly SortPart[]): string =>
  parts.map(({ column, direction }) => (direction === "desc" ? "-" : "") + quoteName(column)).join(",");

export type FilterPart = { column: string; op: FilterOp; value: string };

/** `column:op:value` in its parts; null if it has no such form, which the server then says better. */
export function parseFilterText(text: string): FilterPart | null {
  const name = readItem(text, 0, ":", true);
  if (name?.lead !== "") return null;
  const rest = text.slice(name.next + 1);
  const colon = rest.indexOf(":");
  const op = filterOps.find((candidate) => candidate === rest.slice(0, colon));
  return colon > 0 && op ? { column: name.text, op, value: rest.slice(colon + 1) } : null;
}

export const formatFilter = ({ column, op, value }: FilterPart): string => `${quoteName(column)}:${op}:${value}`;
