import { closeSync, openSync, readSync } from "node:fs";
import type { PostgresSettings } from "#contract/connector-settings.ts";
import { MAX_ROWS } from "#contract/source-limits.ts";
import { cellText, converters, csvJson, whyNot } from "../importing/convert-cell.ts";
import type { Tally } from "../importing/convert-rows.ts";
import type { PlannedColumn } from "../importing/import-plan.ts";
import { excerpt } from "../importing/parsed.ts";
import { copyText } from "../importing/source-table.ts";
import type { Fetched, Reading, Unchanged } from "./fetched.ts";
import { withRemote } from "./open-remote.ts";
import { describeRemote, statementOf } from "./remote-columns.ts";
import { stagedFile } from "./staged-file.ts";
import { StepProblem } from "./step-problem.ts";

/** In COPY's text format. */
const MAX_TABLE_BYTES = 1024 * 1024 * 1024;
/** What may come between two whole rows; a server that sends more without a row would fill the memory. */
const MAX_AHEAD_BYTES = 64 * 1024 * 1024;
const KEPT_REJECTIONS = 1000;
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a statement of a remote PostgreSQL into a file in COPY's format, row by row as they come, by the extended
 * protocol, which takes one statement only. The remote session is over before anything of ours is written.
 */
export async function readPostgres(reading: Reading<PostgresSettings>): Promise<Fetched | Unchanged> {
  const { settings, seen, path, progress } = reading;
  const statement = statementOf(settings);
  const file = stagedFile(path);
  try {
    const read = await withRemote(reading, async ({ tx, bytesRead, fail }) => {
      const found = await describeRemote(tx, statement);
      const plan = reading.plan(found);
      progress({ phase: "reading" });
      const tally: Tally = { rows: 0, rejected: 0, rejections: [], empty: plan.columns.map(() => false) };
      const convert = rowConverter(plan.columns, tally);
      let lastRowAt = bytesRead();
      const watch = setInterval(() => {
        progress({ rows: tally.rows + tally.rejected, bytes: file.bytes });
        if (bytesRead() - lastRowAt > MAX_AHEAD_BYTES) fail(new StepProblem("query", "A row is longer than 64 MiB."));
      }, 200);
      try {
        await tx
          .unsafe(statement, [], { simple: false } as unknown as { prepare: boolean })
          .raw()
          .forEach((row) => {
            lastRowAt = bytesRead();
            file.text(convert(row as unknown as (Buffer | null)[]));
            const excess = tooMuch(tally, file.bytes);
            if (excess) fail(excess);
          });
      } finally {
        clearInterval(watch);
      }
      return { plan, tally };
    });
    progress({ rows: read.tally.rows + read.tally.rejected, bytes: file.bytes });
    const sha256 = file.finish();
    if (seen?.sha256 === sha256) return { unchanged: true, review: read.plan.review };
    return {
      ...read,
      chunks: chunksOf(path),
      format: "postgres",
      fileName: settings.table === null ? "query" : `${settings.schema}.${settings.table}`,
      bytes: file.bytes,
      content: { etag: null, lastModified: null, sha256 },
    };
  } finally {
    file.finish();
  }
}

function tooMuch({ rows, rejected }: Tally, bytes: number): StepProblem | null {
  if (rows + rejected > MAX_ROWS)
    return new StepProblem("query", "There are more than 10 million rows. Choose fewer by a query.");
  if (bytes > MAX_TABLE_BYTES)
    return new StepProblem("query", "The rows are larger than 1 GiB. Choose fewer rows or columns by a query.");
  return null;
}

/** Rows to lines of COPY. One with a cell that does not fit is tallied and left out, as in files. */
function rowConverter(columns: readonly PlannedColumn[], tally: Tally): (row: readonly (Buffer | null)[]) => string {
  const convert = columns.map(({ type }) => (type === "json" ? csvJson : converters[type]));
  return (row) => {
    const number = tally.rows + tally.rejected + 1;
    let line = "";
    for (const [i, { index, name, type }] of columns.entries()) {
      const cell = row[index]?.toString("utf8") ?? null;
      const value = convert[i]!(cell);
      if (value === undefined) {
        tally.rejected += 1;
        const told = { line: number, column: name, reason: whyNot(cell, type), value: excerpt(cellText(cell)) };
        if (tally.rejections.length < KEPT_REJECTIONS) tally.rejections.push(told);
        return "";
      }
      if (value === null) tally.empty[i] = true;
      line += (i === 0 ? "" : "\t") + copyText(value);
    }
    tally.rows += 1;
    return `${line}\n`;
  };
}

function* chunksOf(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
