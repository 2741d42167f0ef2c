import type { Column, ColumnType } from "#contract/source.ts";
import type { Aggregate, AggregateFunction, GroupKey, SourceQuery, TimeBucket } from "#contract/source-query.ts";
import { invalidField } from "../refusal.ts";
import type { Condition } from "./condition.ts";
import { parseFilter } from "./parse-filter.ts";
import type { Selection } from "./parse-selection.ts";
import { parseSortParts } from "./parse-sort-parts.ts";
import { askable, describedColumn, type ReadableColumn } from "./source-view.ts";

/** A column of an answer by groups: what is grouped by, or what is worked out of each group. */
export type Output = Column & {
  of: { key: Column; bucket: TimeBucket | undefined } | { function: AggregateFunction; column: Column | undefined };
};
/** Keys come before aggregates. `shown` are those of the answer, in its order. */
export type Grouping = {
  outputs: Output[];
  shown: Output[];
  sort: { column: Output; descending: boolean }[];
  conditions: Condition[];
};
export type ParsedQuery = { rows: Selection } | { groups: Grouping };

/** What the columns of the answer are. */
export const columnsOfAnswer = (parsed: ParsedQuery): Column[] =>
  "rows" in parsed
    ? parsed.rows.fields.map(describedColumn)
    : parsed.groups.shown.map(({ of: _, ...column }) => column);

/**
 * Reads a query against the columns of a view. Every column that it gives is one of the view's own, never the caller's
 * word. Refuses with `invalid_input` that names the part.
 */
export function parseQuery(query: SourceQuery, columns: readonly ReadableColumn[]): ParsedQuery {
  const known = askable(columns);
  const conditions = query.filter.map((filter, index) => parseFilter(filter, known, `filter.${index}`));
  if (query.group_by.length === 0 && query.aggregate.length === 0) {
    const fields = query.select?.map((name, index) => columnOf(name, columns, `select.${index}`)) ?? columns;
    const sort = parseSortParts(query.sort, known, sourceHasNo);
    return { rows: { fields: [...new Set(fields)], sort, conditions } };
  }
  const outputs = [
    ...query.group_by.map((key, index) =>
      keyOf(typeof key === "string" ? { column: key } : key, known, `group_by.${index}`),
    ),
    ...query.aggregate.map((aggregate, index) => aggregateOf(aggregate, known, `aggregate.${index}`)),
  ];
  requireDistinct(outputs, query.group_by.length);
  const answerHasNo = (name: string) =>
    `The answer has no column ${JSON.stringify(name)}. It has ${outputs.map((output) => output.name).join(", ")}.`;
  const shown = query.select?.map((name, index) => {
    const output = outputs.find((candidate) => candidate.name === name);
    if (!output) throw invalidField(`select.${index}`, "unknown_column", answerHasNo(name));
    return output;
  });
  const sort = parseSortParts(query.sort, outputs, answerHasNo);
  return { groups: { outputs, shown: [...new Set(shown ?? outputs)], sort, conditions } };
}

const sourceHasNo = (name: string) => `The source has no column ${JSON.stringify(name)}.`;

function columnOf(name: string, columns: readonly ReadableColumn[], attr: string): ReadableColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw invalidField(attr, "unknown_column", sourceHasNo(name));
  return column;
}

const DAY_AND_MORE: readonly TimeBucket[] = ["day", "week", "month", "quarter", "year"];
const bucketsOf: Partial<Record<ColumnType, readonly TimeBucket[]>> = {
  date: DAY_AND_MORE,
  timestamp: ["hour", ...DAY_AND_MORE],
};

function keyOf({ column: name, bucket, as }: GroupKey, columns: readonly ReadableColumn[], attr: string): Output {
  const key = describedColumn(columnOf(name, columns, `${attr}.column`));
  if (key.type === "json")
    throw invalidField(`${attr}.column`, "invalid_value", `The column ${name} holds JSON, which has no groups.`);
  if (bucket !== undefined && !bucketsOf[key.type]?.includes(bucket))
    throw invalidField(`${attr}.bucket`, "invalid_value", `The column ${name} of type ${key.type} has no ${bucket}.`);
  const type = bucket === undefined || bucket === "hour" ? key.type : "date";
  return { ...key, name: as ?? name, type, of: { key, bucket } };
}

const ORDERED: readonly ColumnType[] = ["text", "integer", "number", "date", "timestamp"];
const worksOn: Record<AggregateFunction, readonly ColumnType[]> = {
  count: [...ORDERED, "boolean", "json"],
  count_distinct: [...ORDERED, "boolean"],
  sum: ["integer", "number"],
  avg: ["integer", "number"],
  min: ORDERED,
  max: ORDERED,
};

function aggregateOf(
  { function: name, column: of, as }: Aggregate,
  columns: readonly ReadableColumn[],
  attr: string,
): Output {
  if (of === undefined && name !== "count")
    throw invalidField(`${attr}.column`, "required", `${name} needs a column. Only count can do without.`);
  const column = of === undefined ? undefined : describedColumn(columnOf(of, columns, `${attr}.column`));
  if (column && !worksOn[name].includes(column.type))
    throw invalidField(
      `${attr}.column`,
      "invalid_value",
      `${name} does not work on the column ${column.name} of type ${column.type}.`,
    );
  const counts = name === "count" || name === "count_distinct";
  return {
    name: as ?? (column ? `${name}_${column.name}` : name),
    type: counts || !column ? "integer" : name === "avg" ? "number" : column.type,
    nullable: !counts,
    description: null,
    of: { function: name, column },
  };
}

function requireDistinct(outputs: readonly Output[], keys: number): void {
  for (const [index, { name }] of outputs.entries()) {
    if (outputs.findIndex((other) => other.name === name) === index) continue;
    const attr = index < keys ? `group_by.${index}.as` : `aggregate.${index - keys}.as`;
    throw invalidField(attr, "duplicate", `Two columns would be named ${JSON.stringify(name)}. Name one with as.`);
  }
}
