import { PgDialect } from "drizzle-orm/pg-core";
import type { Column, ExportRowsInput } from "#contract/source.ts";
import { compileSelect } from "./compile-select.ts";
import type { OpenSource } from "./open-source.ts";
import { parseSelection } from "./parse-selection.ts";
import { describedColumn } from "./source-view.ts";

/** A statement that gives all rows of a selection, as c0, c1 …, and what stands in them. */
export type ExportPlan = { name: string; columns: Column[]; sql: string; params: unknown[] };

/** What an export reads. Refuses what is wrong with the request before anything is streamed. */
export function planExport({ source, view }: OpenSource, asked: ExportRowsInput): ExportPlan {
  const selection = parseSelection(asked, view.columns);
  const { sql, params } = new PgDialect().sqlToQuery(compileSelect(view, selection));
  return { name: source.name, columns: selection.fields.map(describedColumn), sql, params };
}
