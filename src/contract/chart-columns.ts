import type { ChartColumn, ChartKind, ChartQuery } from "./dashboard.ts";
import type { Column } from "./source.ts";

const isNumber = ({ type }: Pick<Column, "type">) => type === "integer" || type === "number";

/** What an aggregate is called in the answer. */
const nameOf = ({ as, column, function: name }: ChartQuery["aggregate"][number]): string =>
  as ?? (column === undefined ? name : `${name}_${column}`);

/**
 * The columns of a query's answer as a chart uses them. Of groups: what is grouped by, and what is aggregated. Of plain
 * rows: along the first column, with every other number as an amount.
 */
export function chartColumns(query: ChartQuery, columns: readonly Column[]): ChartColumn[] {
  const keys = query.group_by.map((key) => (typeof key === "string" ? { column: key } : key));
  const grouped = keys.length > 0 || query.aggregate.length > 0;
  return columns.map((column, index) => {
    const { name, type } = column;
    const key = keys.find((each) => (each.as ?? each.column) === name);
    const aggregate = query.aggregate.find((each) => nameOf(each) === name);
    const isGroup = grouped ? key !== undefined : index === 0 || !isNumber(column);
    return {
      name,
      type,
      role: isGroup ? "group" : "measure",
      bucket: key?.bucket ?? null,
      function: aggregate?.function ?? null,
    };
  });
}

/** Why an answer with these columns cannot be drawn as that kind; null: it can. */
export function misfitOf(kind: ChartKind, query: ChartQuery, columns: readonly ChartColumn[]): string | null {
  if (kind === "table") return null;
  const [first] = columns.filter(({ role }) => role === "group");
  const measures = columns.filter(({ role }) => role === "measure");
  if (kind === "number") {
    if (query.group_by.length > 0) return "A number has no group. Leave group_by out, or draw bars.";
    return query.aggregate.length > 0 ? null : "A number shows aggregates. Add one, such as a count.";
  }
  if (!first) return `A ${kind} chart needs something to be drawn along. Group by a column.`;
  if (kind !== "bar" && first.type !== "date" && first.type !== "timestamp")
    return `${kind === "line" ? "A line" : "An area"} runs along time. Group by a date or timestamp first, or draw bars.`;
  if (!measures.some(isNumber)) return "There is nothing to measure. Add an aggregate that gives a number.";
  return null;
}
