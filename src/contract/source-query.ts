import * as z from "zod";
import { idOf } from "./list.ts";
import { Cell, Column, filterOps } from "./source.ts";

export const aggregateFunctions = ["count", "count_distinct", "sum", "avg", "min", "max"] as const;
export type AggregateFunction = (typeof aggregateFunctions)[number];
export const timeBuckets = ["hour", "day", "week", "month", "quarter", "year"] as const;
export type TimeBucket = (typeof timeBuckets)[number];

const MAX_QUERY_ROWS = 10_000;

const columnName = z.string().min(1).max(200);
const OutputName = z
  .string()
  .trim()
  .min(1)
  .max(63)
  .regex(/^\P{Cc}*$/u, "A name has no control characters.")
  .describe("What the column of the answer is called");

/** One test of a row: the text that `?filter=` takes, or its parts. */
export const FilterPart = z.strictObject({
  column: columnName,
  op: z.enum(filterOps),
  value: z
    .union([
      z.string().max(2000),
      z.number(),
      z.boolean(),
      z.array(z.union([z.string().max(2000), z.number(), z.boolean()])).max(200),
    ])
    .describe("Of the column's type; a list for in; true or false for is_null"),
});
export type FilterPart = z.infer<typeof FilterPart>;

export const GroupKey = z.strictObject({
  column: columnName,
  bucket: z.enum(timeBuckets).optional().describe("Puts a date or time into its hour, day, week …, in UTC"),
  as: OutputName.optional(),
});
export type GroupKey = z.infer<typeof GroupKey>;

export const Aggregate = z.strictObject({
  function: z.enum(aggregateFunctions),
  column: columnName.optional().describe("Left out only with count, which then counts rows"),
  as: OutputName.optional().describe("Default: sum_amount, or count"),
});
export type Aggregate = z.infer<typeof Aggregate>;

const SortPart = z.strictObject({ column: columnName, descending: z.boolean().default(false) });

/** What is asked of a source. Without `group_by` and `aggregate` it is rows; else one row for each group. */
export const SourceQuery = z.strictObject({
  select: z
    .array(columnName)
    .min(1)
    .max(100)
    .optional()
    .describe("Columns of the answer, in this order; of groups: of what is grouped by and aggregated"),
  group_by: z
    .array(z.union([columnName, GroupKey]))
    .max(8)
    .default([]),
  aggregate: z.array(Aggregate).max(20).default([]),
  filter: z
    .array(z.union([z.string().max(2000), FilterPart]))
    .max(20)
    .default([])
    .describe("All of them must be met: column:op:value as in ?filter=, or { column, op, value }"),
  sort: z
    .array(z.union([z.string().min(1).max(201), SortPart]))
    .max(5)
    .default([])
    .describe("Columns of the answer, or of the source where it gives rows; - before a name: descending"),
  limit: z.int().min(1).max(MAX_QUERY_ROWS).default(1000).describe("Rows of the answer at most"),
});
export type SourceQuery = z.infer<typeof SourceQuery>;

export const QuerySourceInput = z.strictObject({ id: idOf("src"), ...SourceQuery.shape });

export const QueryResult = z.object({
  data: z.array(z.record(z.string(), Cell)),
  columns: z.array(Column),
  truncated: z.boolean().describe("There are more rows than limit"),
});
export type QueryResult = z.infer<typeof QueryResult>;
