import type { Column, ColumnType } from "#contract/source.ts";
import { type AggregateFunction, aggregateFunctions, type TimeBucket } from "#contract/source-query.ts";

/** What the query tab offers of the query: one function, one group. */
export type Choice = {
  function: AggregateFunction;
  /** Undefined: rows are counted. */
  column: string | undefined;
  groupBy: string | undefined;
  bucket: Exclude<TimeBucket, "hour"> | undefined;
  largestFirst: boolean;
};

const LIMIT = 1000;

export const timeful = (type: ColumnType): boolean => type === "date" || type === "timestamp";
export const groupable = (columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ type }) => type !== "json");

/** What can be worked out of a column of that type; of rows, their number. */
export function functionsFor(type: ColumnType | undefined): readonly AggregateFunction[] {
  if (type === undefined) return ["count"];
  if (type === "integer" || type === "number") return aggregateFunctions;
  if (type === "json") return ["count"];
  return type === "boolean" ? ["count", "count_distinct"] : ["count", "count_distinct", "min", "max"];
}

export function queryOf({ function: name, column, groupBy, bucket, largestFirst }: Choice) {
  const worked = column === undefined ? name : `${name}_${column}`;
  return {
    ...(groupBy !== undefined && { group_by: [bucket ? { column: groupBy, bucket } : groupBy] }),
    aggregate: [{ function: name, ...(column !== undefined && { column }), as: worked.slice(0, 63) }],
    ...(largestFirst && groupBy !== undefined && { sort: [{ column: worked.slice(0, 63), descending: true }] }),
    limit: LIMIT,
  };
}

/** Safe between single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export const curlOfQuery = (id: string, query: object, organizationId: string, publicUrl: string): string =>
  [
    `curl ${quoted(`${publicUrl}/api/v1/sources/${id}/query`)}`,
    "-H 'Authorization: Bearer YOUR_API_KEY'",
    `-H 'X-Tenant-ID: ${organizationId}'`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(query))}`,
  ].join(" \\\n  ");
