import { Readable } from "node:stream";
import type { ExportRowsInput } from "#contract/source.ts";
import { refusalOfRead } from "../reading/guard-read.ts";
import type { ExportPlan } from "../reading/plan-export.ts";
import type { ExportedRow, Exporter } from "./exporter.ts";
import { formatOf } from "./format-of.ts";

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
  const format = await formatOf(kind);
  const ending = new AbortController();
  const batches = exporter.rows(orgId, { sql, params }, ending.signal);
  // The first batch is taken before the answer begins, so that a statement that fails is told with its own status.
  const first = await batches.next().catch((error: unknown) => {
    throw refusalOfRead(error) ?? error;
  });
  const written = format.write(columns, following(first, batches));
  const stream = Readable.from(written, { objectMode: false, highWaterMark: 64 * 1024 });
  stream.once("close", () => {
    ending.abort();
    // A stream of which nothing was read never entered `write`, so its `finally` would not run.
    batches.return(undefined).catch(() => {});
  });
  return { contentType: format.contentType, fileName: `${plainFileName(name)}.${format.extension}`, stream };
}

/** All batches, the first of which was taken already. Given up half-way, it ends the reading. */
async function* following(
  first: IteratorResult<ExportedRow[]>,
  batches: AsyncGenerator<ExportedRow[]>,
): AsyncGenerator<ExportedRow[]> {
  try {
    for (let batch = first; !batch.done; batch = await batches.next()) yield batch.value;
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
