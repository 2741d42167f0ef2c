import { PgDialect } from "drizzle-orm/pg-core";
import type { Column, ExportRowsInput } from "#contract/source.ts";
import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import { compileSelect } from "./compile-select.ts";
import { openSource } from "./open-source.ts";
import { parseSelection } from "./parse-selection.ts";
import { describedColumn } from "./source-view.ts";

/** A statement that gives all rows of a selection, as c0, c1 …, and what stands in them. */
export type ExportPlan = { name: string; columns: Column[]; sql: string; params: unknown[] };

/** What an export reads. Refuses what is wrong with the request before anything is streamed. */
export async function planExport(db: Db, principal: Principal, asked: ExportRowsInput): Promise<ExportPlan> {
  const { source, view } = await openSource(db, principal, asked.id);
  const selection = parseSelection(asked, view.columns);
  const { sql, params } = new PgDialect().sqlToQuery(compileSelect(view, selection));
  return { name: source.name, columns: selection.fields.map(describedColumn), sql, params };
}
