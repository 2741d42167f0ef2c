import { Readable } from "node:stream";
import type { Column, ExportRowsInput } from "#contract/source.ts";
import { refusalOfRead } from "../reading/guard-read.ts";
import type { ExportPlan } from "../reading/plan-export.ts";
import { type ExportFormat, exportFormats } from "./export-format.ts";
import type { ExportedRow, Exporter } from "./exporter.ts";

/** A file on its way to whoever asked for it. */
export type Export = { contentType: string; fileName: string; stream: Readable };

/**
 * All rows of a plan as a stream, with flat memory: rows are read as fast as they are taken. Destroying the stream ends
 * the statement in the database.
 */
export async function streamExport(
  exporter: Exporter,
  orgId: string,
  { name, columns, sql, params }: ExportPlan,
  kind: ExportRowsInput["format"],
): Promise<Export> {
  const ending = new AbortController();
  const batches = exporter.rows(orgId, { sql, params }, ending.signal);
  const format = exportFormats[kind];
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
  return { contentType: format.contentType, fileName: `${plainFileName(name)}.${kind}`, stream };
}

type Batch = IteratorResult<ExportedRow[]>;

async function* write(
  first: Batch,
  batches: AsyncGenerator<ExportedRow[]>,
  columns: readonly Column[],
  format: ExportFormat,
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

/** Safe in a header and on every file system. */
const plainFileName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|-+$/g, "")
    .slice(0, 80) || "source";
