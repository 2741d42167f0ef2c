import type { ChartKind, ChartQuery } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import type { AggregateFunction, FilterPart, TimeBucket } from "#contract/source-query.ts";
import { formatFilter, quoteName } from "../../../sources/[id]/names.ts";

export type GroupField = { column: string; bucket: TimeBucket | null; label: string };
export type MeasureField = { fn: AggregateFunction; column: string | null; label: string };
/** What is sorted by: a group or measure by its place, so that it may be renamed, or a column of plain rows. */
export type SortField = { by: `g${number}` | `m${number}` | `c:${string}`; descending: boolean };

/** A chart's question as the fields of the editor hold it. */
export type ChartForm = {
  /** Only a table can show rows as they are. */
  rows: boolean;
  columns: string[];
  groups: GroupField[];
  measures: MeasureField[];
  filters: string[];
  sort: SortField[];
  limit: number;
};

const functionWords: Record<AggregateFunction, string> = {
  count: "Count",
  count_distinct: "Different",
  sum: "Sum of",
  avg: "Average",
  min: "Lowest",
  max: "Highest",
};
export const functions: readonly { value: AggregateFunction; label: string }[] = [
  { value: "count", label: "Count" },
  { value: "sum", label: "Sum" },
  { value: "avg", label: "Average" },
  { value: "min", label: "Lowest" },
  { value: "max", label: "Highest" },
  { value: "count_distinct", label: "Different values" },
];

/** What a measure is called unless somebody names it. */
export const measureWords = ({ fn, column }: Pick<MeasureField, "fn" | "column">): string =>
  column === null ? functionWords[fn] : `${functionWords[fn]} ${column}`.slice(0, 63);

const nameOfGroup = ({ column, label }: GroupField) => label.trim() || column;
const nameOfMeasure = (measure: MeasureField) => measure.label.trim() || measureWords(measure);

/** The question that the fields make. A number has no groups, whatever the fields still hold of them. */
export function toQuery(kind: ChartKind, form: ChartForm): ChartQuery {
  const { filters: filter, limit } = form;
  if (kind === "table" && form.rows)
    return {
      ...(form.columns.length > 0 && { select: form.columns }),
      group_by: [],
      aggregate: [],
      filter,
      sort: form.sort.flatMap(({ by, descending }) =>
        by.startsWith("c:") ? [(descending ? "-" : "") + by.slice(2)] : [],
      ),
      limit,
    };
  const groups = kind === "number" ? [] : form.groups;
  const named = new Map<string, string>();
  for (const [index, group] of groups.entries()) named.set(`g${index}`, nameOfGroup(group));
  for (const [index, measure] of form.measures.entries()) named.set(`m${index}`, nameOfMeasure(measure));
  return {
    group_by: groups.map(({ column, bucket, label }) => ({
      column,
      ...(bucket && { bucket }),
      ...(label.trim() && { as: label.trim() }),
    })),
    aggregate: form.measures.map((measure) => ({
      function: measure.fn,
      ...(measure.column !== null && { column: measure.column }),
      as: nameOfMeasure(measure),
    })),
    filter,
    sort: form.sort.flatMap(({ by, descending }) => {
      const name = named.get(by);
      return name === undefined ? [] : [(descending ? "-" : "") + name];
    }),
    limit: kind === "number" ? 1 : limit,
  };
}

/** The fields that show a question which was saved before. */
export function fromQuery(query: ChartQuery): ChartForm {
  const groups = query.group_by.map((key) =>
    typeof key === "string"
      ? { column: key, bucket: null, label: "" }
      : { column: key.column, bucket: key.bucket ?? null, label: key.as ?? "" },
  );
  const measures = query.aggregate.map((aggregate) => {
    const measure = { fn: aggregate.function, column: aggregate.column ?? null };
    const plain = aggregate.column ? `${aggregate.function}_${aggregate.column}` : aggregate.function;
    const name = aggregate.as ?? plain;
    return { ...measure, label: name === measureWords(measure) ? "" : name };
  });
  const rows = groups.length === 0 && measures.length === 0;
  const places = new Map<string, SortField["by"]>();
  for (const [index, group] of groups.entries()) places.set(nameOfGroup(group), `g${index}`);
  for (const [index, measure] of measures.entries()) places.set(nameOfMeasure(measure), `m${index}`);
  return {
    rows,
    columns: rows ? (query.select ?? []) : [],
    groups,
    measures,
    filters: query.filter.map((filter) => (typeof filter === "string" ? filter : filterText(filter))),
    sort: query.sort.flatMap((part): SortField[] => {
      const { column: name, descending } =
        typeof part !== "string"
          ? part
          : part.startsWith("-") && !places.has(part)
            ? { column: part.slice(1), descending: true }
            : { column: part, descending: false };
      const by = rows ? (`c:${name}` as const) : places.get(name);
      return by ? [{ by, descending }] : [];
    }),
    limit: query.limit,
  };
}

/** A filter in its parts, as the text that the filter bar shows. */
function filterText({ column, op, value }: FilterPart): string {
  const item = (each: string | number | boolean) =>
    /[,"]/.test(String(each)) ? quoteName(String(each)) : String(each);
  return formatFilter({ column, op, value: Array.isArray(value) ? value.map(item).join(",") : String(value) });
}

export const isTime = (column: Column | undefined): boolean => column?.type === "date" || column?.type === "timestamp";

/** Where a chart over these columns begins: how many rows there are, along time if there is any. */
export function firstForm(columns: readonly Column[]): { kind: ChartKind; form: ChartForm } {
  const time = columns.find(isTime);
  const along = time ?? columns.find(({ type }) => type === "text" || type === "boolean");
  const form: ChartForm = {
    rows: false,
    columns: [],
    groups: along ? [{ column: along.name, bucket: time ? "month" : null, label: "" }] : [],
    measures: [{ fn: "count", column: null, label: "" }],
    filters: [],
    sort: time || !along ? [] : [{ by: "m0", descending: true }],
    limit: time ? 1000 : 12,
  };
  return { kind: time ? "line" : along ? "bar" : "number", form };
}

/** What the chart shows, in words: its title until somebody gives it a better one. */
export function wordsOf(kind: ChartKind, form: ChartForm, source: string): string {
  if (kind === "table" && form.rows) return source;
  const what = form.measures.map(nameOfMeasure).join(", ") || source;
  const groups = kind === "number" ? [] : form.groups;
  const by = groups.map((group) => group.label.trim() || group.bucket || group.column);
  return `${what}${by.length > 0 ? ` by ${by.join(" and ")}` : ""}`.slice(0, 120);
}
