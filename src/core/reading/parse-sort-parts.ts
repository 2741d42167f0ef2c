import type { Column } from "#contract/source.ts";
import type { SourceQuery } from "#contract/source-query.ts";
import { invalidField } from "../refusal.ts";

/** The columns that a query sorts by. `-name` is descending, unless a column is really called that. */
export function parseSortParts<C extends Column>(
  parts: SourceQuery["sort"],
  columns: readonly C[],
  hasNo: (name: string) => string,
): { column: C; descending: boolean }[] {
  const find = (name: string) => columns.find((candidate) => candidate.name === name);
  const seen = new Set<C>();
  return parts.map((part, index) => {
    const attr = `sort.${index}`;
    const isBackward = typeof part === "string" && part.startsWith("-") && !find(part);
    const name = typeof part === "string" ? (isBackward ? part.slice(1) : part) : part.column;
    const column = find(name);
    if (!column) throw invalidField(attr, "unknown_column", hasNo(name));
    if (seen.has(column)) throw invalidField(attr, "duplicate", `The column ${name} is named twice.`);
    seen.add(column);
    if (column.type === "json")
      throw invalidField(attr, "invalid_value", `The column ${name} holds JSON, which has no order.`);
    return { column, descending: typeof part === "string" ? isBackward : part.descending };
  });
}
