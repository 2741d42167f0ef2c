import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type * as z from "zod";
import type {
  Column,
  ColumnChoice,
  LoadKind,
  LoadStatus,
  SourceOrigin,
  SourceStatus,
  Upload,
} from "#contract/source.ts";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { organizations, projects } from "./organizations.ts";
import { users } from "./users.ts";

/** A data set. Its rows live in a table of its own in the schema `data`, named by `table_name`. */
export const sources = pgTable(
  "sources",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id),
    livemode: boolean().notNull(),
    name: text().notNull(),
    description: text(),
    status: text().$type<z.infer<typeof SourceStatus>>().notNull(),
    error: text(),
    format: text().$type<SourceOrigin>().notNull(),
    fileName: text("file_name").notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    importedBytes: bigint("imported_bytes", { mode: "number" }).notNull().default(0),
    tableName: text("table_name").notNull(),
    columns: jsonb().$type<Column[]>().notNull(),
    rowCount: bigint("row_count", { mode: "number" }).notNull().default(0),
    rejectedRows: integer("rejected_rows").notNull().default(0),
    /** What an interrupted import needs to begin again. */
    uploadId: text("upload_id"),
    choices: jsonb().$type<ColumnChoice[]>().notNull().default([]),
    /** Of the rows: what was read under one version is what would be read now. */
    dataVersion: integer("data_version").notNull().default(1),
    dataUpdatedAt: instant("data_updated_at"),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("sources_org_idx").on(t.orgId, t.livemode, t.createdAt, t.id)],
);

/** A file that replaces the rows of a source or is appended to them; until it is done, the source stays as it is. */
export const sourceLoads = pgTable(
  "source_loads",
  {
    id: text().primaryKey(),
    orgId: orgId(),
    sourceId: text("source_id")
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    kind: text().$type<z.infer<typeof LoadKind>>().notNull(),
    status: text().$type<z.infer<typeof LoadStatus>>().notNull().default("pending"),
    error: text(),
    uploadId: text("upload_id").notNull(),
    /** Columns of the file as they go into the table. */
    columns: jsonb().$type<(Column & { index: number; key: string })[]>().notNull(),
    choices: jsonb().$type<ColumnChoice[]>().notNull(),
    /** Whether to count the rows that differ from those before. */
    compares: boolean().notNull().default(false),
    fileName: text("file_name").notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    importedBytes: bigint("imported_bytes", { mode: "number" }).notNull().default(0),
    rowCount: bigint("row_count", { mode: "number" }).notNull().default(0),
    rejectedRows: integer("rejected_rows").notNull().default(0),
    /** Rows that were not there before, and rows that no longer are. */
    appeared: bigint({ mode: "number" }),
    vanished: bigint({ mode: "number" }),
    /** The table that was read until then; kept for a moment for whoever is about to read it. */
    retiredTable: text("retired_table"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [index("source_loads_source_idx").on(t.sourceId, t.createdAt)],
);

/** The rejected rows of the last file, by line: the first ones. */
export const rejectedRows = pgTable(
  "rejected_rows",
  {
    orgId: orgId(),
    sourceId: text("source_id")
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    seq: integer().notNull(),
    line: integer().notNull(),
    column: text(),
    reason: text().notNull(),
    value: text(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.seq] })],
);

/** Files that were uploaded but are not yet a source. The file itself lies in the data folder under its id. */
export const uploads = pgTable(
  "uploads",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
    detected: jsonb().$type<Omit<Upload, "id">>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("uploads_created_idx").on(t.createdAt)],
);
