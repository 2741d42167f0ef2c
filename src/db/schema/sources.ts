import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type * as z from "zod";
import type { Column, ColumnChoice, SourceFormat, SourceStatus, Upload } from "#contract/source.ts";
import { createdAt, orgId, updatedAt } from "./columns.ts";
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
    format: text().$type<z.infer<typeof SourceFormat>>().notNull(),
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
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("sources_org_idx").on(t.orgId, t.livemode, t.createdAt, t.id)],
);

/** The first rejected rows of an import, by line. */
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
