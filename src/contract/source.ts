import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";

/** What a column holds. `integer` is 64 bits, `number` a double, `timestamp` with time zone. */
export const ColumnType = z.enum(["text", "integer", "number", "boolean", "date", "timestamp", "json"]);
export type ColumnType = z.infer<typeof ColumnType>;

export const Column = z.object({
  name: z.string(),
  type: ColumnType,
  nullable: z.boolean(),
  description: z.string().nullable(),
});
export type Column = z.infer<typeof Column>;

export const SourceFormat = z.enum(["csv", "json", "ndjson"]);
export type SourceFormat = z.infer<typeof SourceFormat>;
/** What the rows of a source came as: a file or a feed, or the rows of a database. */
export const SourceOrigin = z.enum([...SourceFormat.options, "postgres"]);
export type SourceOrigin = z.infer<typeof SourceOrigin>;
export const FileEncoding = z.enum(["utf-8", "utf-16le", "utf-16be"]);
export type FileEncoding = z.infer<typeof FileEncoding>;
export const SourceStatus = z.enum(["importing", "ready", "failed"]);
export const SourceName = z.string().trim().min(1, "Give the source a name.").max(80);

export const LoadKind = z.enum(["replace", "append"]);
export const LoadStatus = z.enum(["pending", "done", "failed"]);

/** A file that replaces the rows of a source, or is appended to them. Until it is done, the rows before it are read. */
export const SourceLoad = z.object({
  id: z.string(),
  kind: LoadKind,
  status: LoadStatus,
  error: z.string().nullable().describe("Why it failed; the rows before it stayed"),
  file_name: z.string(),
  bytes: z.int(),
  imported_bytes: z.int().describe("How much of the file has been read"),
  started_at: z.string(),
  finished_at: z.string().nullable(),
});
export type SourceLoad = z.infer<typeof SourceLoad>;

export const Source = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  project_id: z.string(),
  livemode: z.boolean(),
  status: SourceStatus,
  error: z.string().nullable().describe("Why the import failed"),
  format: SourceOrigin,
  file_name: z.string(),
  bytes: z.int(),
  imported_bytes: z.int().describe("How much of the file has been read while importing"),
  row_count: z.int(),
  rejected_rows: z.int(),
  columns: z.array(Column),
  limits: z
    .object({
      rows: z.boolean().describe("Some rows may be left out"),
      columns: z.boolean().describe("Some columns are masked or left out"),
      refused: z.string().nullable().describe("Why nothing can be read at all"),
    })
    .nullable()
    .describe("What data policies keep from you; null: nothing. With limits, sizes and counts of the file are 0"),
  data_updated_at: z.string().nullable().describe("When the rows last changed"),
  load: SourceLoad.nullable().describe("The last file that replaced or was appended to the rows"),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
});
export type Source = z.infer<typeof Source>;

export const ListSourcesInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional(),
  status: SourceStatus.optional(),
  project_id: idOf("prj").optional(),
  sort: z.enum(["-created_at", "created_at", "name", "-row_count", "-updated_at"]).default("-created_at"),
});
export const ListedSources = listOf(Source);
export const SourceId = z.strictObject({ id: idOf("src") });

/** What the caller decides about each column; left out: what was inferred. `skip` leaves the column out. */
export const ColumnChoice = z.strictObject({
  name: z.string().min(1).max(200).describe("The column's name in the file"),
  rename: z.string().trim().min(1).max(63).optional(),
  type: ColumnType.optional(),
  description: z.string().max(500).optional(),
  skip: z.boolean().optional(),
});
export type ColumnChoice = z.infer<typeof ColumnChoice>;

/** An uploaded file after a look at all of it: what it is, its columns, its first rows. */
export const Upload = z.object({
  id: z.string(),
  file_name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  format: SourceFormat,
  encoding: FileEncoding,
  delimiter: z.string().nullable(),
  row_count: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      key: z
        .string()
        .describe("The name as it stands in the file; the column's own is made unique and fits the database"),
      type: ColumnType,
      nullable: z.boolean(),
      empty: z.int().describe("Rows without a value"),
      samples: z.array(z.string()),
    }),
  ),
  preview: z.array(z.array(z.string().nullable())),
  malformed_rows: z.int(),
});
export type Upload = z.infer<typeof Upload>;

export const CreateSourceInput = z.strictObject({
  upload_id: idOf("upl"),
  name: SourceName,
  description: z.string().max(500).optional(),
  project_id: idOf("prj").optional(),
  columns: z.array(ColumnChoice).max(100).optional(),
});
export type CreateSourceInput = z.infer<typeof CreateSourceInput>;

/** How a file differs from the columns that a source has. */
export const SchemaDifference = z.object({
  column: z.string(),
  change: z.enum(["added", "gone", "type"]),
  from: ColumnType.nullable(),
  to: ColumnType.nullable(),
});
export type SchemaDifference = z.infer<typeof SchemaDifference>;

const loadInput = {
  id: idOf("src"),
  upload_id: idOf("upl"),
  columns: z.array(ColumnChoice).max(100).optional(),
};
export const ReplaceContentInput = z.strictObject({
  ...loadInput,
  accept_schema_change: z.boolean().default(false).describe("Takes over other columns and types than the source has"),
});
export const ReviewContentInput = z.strictObject(loadInput);
export const ContentReview = z.object({
  differences: z.array(SchemaDifference),
  columns: z.array(Column).describe("The columns that the source would have"),
  rows_before: z.int(),
  rows_after: z.int().describe("Rows of the file; those that do not fit will be left out"),
});
export type ContentReview = z.infer<typeof ContentReview>;

export const AppendedRows = z
  .array(z.record(z.string().max(200), z.json()))
  .min(1)
  .max(10_000)
  .describe("Objects by column; a column that is left out stays empty");

/** Rows as JSON, or a file that was uploaded before. */
export const AppendRowsInput = z
  .strictObject({
    id: idOf("src"),
    rows: AppendedRows.optional(),
    upload_id: idOf("upl").optional(),
    columns: loadInput.columns,
  })
  .refine(({ rows, upload_id }) => (rows === undefined) !== (upload_id === undefined), {
    path: ["rows"],
    message: "Send rows, or a file.",
  });

/** A JSON merge patch: what is left out stays. */
export const UpdateSourceInput = z.strictObject({
  id: idOf("src"),
  name: SourceName.optional(),
  description: z.string().max(500).nullable().optional(),
  project_id: idOf("prj").optional().describe("Moves the source to another project"),
  column_descriptions: z
    .record(z.string().max(200), z.string().trim().max(500).nullable())
    .optional()
    .describe("By column; null takes a description away, columns that are left out keep theirs"),
});
export type UpdateSourceInput = z.infer<typeof UpdateSourceInput>;

export const RejectedRow = z.object({
  line: z.int().describe("Line in the file, counted from 1"),
  column: z.string().nullable(),
  reason: z.string(),
  value: z.string().nullable(),
});
export const ListRejectedRowsInput = z.strictObject({ id: idOf("src"), ...PageInput });
export const ListedRejectedRows = listOf(RejectedRow);

export const filterOps = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "ilike", "is_null"] as const;
export type FilterOp = (typeof filterOps)[number];

const filterText = z.array(z.string().max(2000)).max(20);
/** `?filter=`, once or more. */
export const FilterTexts = z
  .preprocess(
    (value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]),
    filterText.optional(),
  )
  .describe(
    'column:op:value, repeatable (and); ops eq ne lt lte gt gte in like ilike is_null. in takes a comma-separated list; a column or list item with : , or " stands in double quotes, " doubled',
  );
const RowSelection = {
  fields: z
    .string()
    .max(5000)
    .optional()
    .describe('Columns to return, comma-separated; a name with : , or " in double quotes, " doubled'),
  sort: z.string().max(500).optional().describe("Columns to sort by, comma-separated; - before a name: descending"),
  filter: FilterTexts,
};

export const ReadRowsInput = z.strictObject({
  id: idOf("src"),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  page_size: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe("next_cursor of the answer before; instead of page, for deep reading"),
  ...RowSelection,
});
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.json()]);
export type Cell = z.infer<typeof Cell>;
export const RowPage = z.object({
  data: z.array(z.record(z.string(), Cell)),
  page: z.int().nullable(),
  page_size: z.int(),
  total_rows: z.int(),
  total_pages: z.int(),
  next_cursor: z.string().nullable(),
  columns: z.array(Column),
});
export type RowPage = z.infer<typeof RowPage>;

export type ReadRowsInput = z.infer<typeof ReadRowsInput>;

const exportFormats = ["csv", "ndjson", "json", "parquet", "arrow"] as const;

export const ExportRowsInput = z.strictObject({
  id: idOf("src"),
  format: z.enum(exportFormats).default("csv"),
  ...RowSelection,
});
export type ExportRowsInput = z.infer<typeof ExportRowsInput>;
