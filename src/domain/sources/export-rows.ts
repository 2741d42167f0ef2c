import { Readable } from "node:stream";
import { PgDialect } from "drizzle-orm/pg-core";
import * as z from "zod";
import { type Column, ExportRowsInput } from "#contract/source.ts";
import type { ExportedRow } from "#core/exporting/exporter.ts";
import { extendedQuery, query } from "#core/verb.ts";
import { compileSelect } from "./compile-select.ts";
import { csvCell } from "./csv-line.ts";
import { refusalOfRead } from "./guard-read.ts";
import { parseSelection } from "./parse-selection.ts";
import { findSource, requireReady } from "./source-view.ts";
import { toWire } from "./to-wire.ts";

export type Export = { contentType: string; fileName: string; stream: Readable };

const prepareExport = query(
  {
    name: "sources.export",
    scope: "data:read",
    input: ExportRowsInput,
    output: z.object({
      name: z.string(),
      columns: z.array(z.custom<Column>()),
      sql: z.string(),
      params: z.array(z.unknown()),
    }),
  },
  async ({ db, principal }, input) => {
    const found = await findSource(db, principal, input.id);
    requireReady(found);
    const selection = parseSelection(input, found.source.columns);
    const statement = new PgDialect().sqlToQuery(compileSelect(found.source.tableName, selection));
    return { name: found.source.name, columns: selection.fields, sql: statement.sql, params: statement.params };
  },
);

/**
 * All rows of a source as a stream, with flat memory: rows are read as fast as they are taken. What is wrong with the
 * request is refused before the stream begins. Destroying the stream ends the statement in the database.
 */
export const exportRows = extendedQuery(prepareExport, z.custom<Export>(), async (call, prepared, input) => {
  const { name, columns, sql, params } = prepared;
  const ending = new AbortController();
  const batches = call.runtime.exporter.rows(call.principal.orgId, { sql, params }, ending.signal);
  const format = formats[input.format];
  // The first batch is taken before the answer begins, so that a statement that fails is told with its own status.
  const first = await batches.next().catch((error: unknown) => {
    throw refusalOfRead(error) ?? error;
  });
  const stream = Readable.from(write(first, batches, columns, format), { objectMode: false, highWaterMark: 64 * 1024 });
  stream.once("close", () => {
    ending.abort();
    // A stream of which nothing was read never entered `write`, so its `finally` would not run.
    batches.return(undefined).catch(() => {});
  });
  return { contentType: format.contentType, fileName: `${plainFileName(name)}.${input.format}`, stream };
});

type Batch = IteratorResult<ExportedRow[]>;
type Format = {
  contentType: string;
  begin(columns: readonly Column[]): string;
  row(cells: readonly unknown[], columns: readonly Column[], isFirst: boolean): string;
  end: string;
};

async function* write(
  first: Batch,
  batches: AsyncGenerator<ExportedRow[]>,
  columns: readonly Column[],
  format: Format,
) {
  try {
    yield format.begin(columns);
    let isFirst = true;
    for (let batch = first; !batch.done; batch = await batches.next()) {
      let text = "";
      for (const row of batch.value) {
        text += format.row(
          columns.map((_, index) => row[`c${index}`]),
          columns,
          isFirst,
        );
        isFirst = false;
      }
      if (text !== "") yield text;
    }
    if (format.end !== "") yield format.end;
  } finally {
    await batches.return(undefined);
  }
}

/** Built by hand: a column may be called `__proto__`, and names need their JSON text only once. */
function jsonRow(cells: readonly unknown[], columns: readonly Column[]): string {
  return `{${columns.map(({ name, type }, i) => `${JSON.stringify(name)}:${JSON.stringify(toWire(cells[i], type))}`).join(",")}}`;
}

function csvRow(cells: readonly unknown[], columns: readonly Column[]): string {
  return `${columns.map(({ type }, i) => csvValue(cells[i], type)).join(",")}\r\n`;
}

/** Numbers stay numbers, with all their digits, also where they begin with a minus. */
function csvValue(cell: unknown, type: Column["type"]): string {
  if (cell === null || cell === undefined) return "";
  if (type === "integer" || type === "number") return String(cell);
  return csvCell(String(type === "json" ? cell : toWire(cell, type)));
}

const formats: Record<z.output<typeof ExportRowsInput>["format"], Format> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    begin: (columns) => `${columns.map(({ name }) => csvCell(name)).join(",")}\r\n`,
    row: csvRow,
    end: "",
  },
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    begin: () => "",
    row: (cells, columns) => `${jsonRow(cells, columns)}\n`,
    end: "",
  },
  json: {
    contentType: "application/json; charset=utf-8",
    begin: () => "[",
    row: (cells, columns, isFirst) => `${isFirst ? "\n" : ",\n"}${jsonRow(cells, columns)}`,
    end: "\n]\n",
  },
};

/** Safe in a header and on every file system. */
const plainFileName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|-+$/g, "")
    .slice(0, 80) || "source";
