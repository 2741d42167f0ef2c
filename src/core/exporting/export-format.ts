import type { Column } from "#contract/source.ts";
import type { ExportedRow } from "./exporter.ts";

/** How rows become a file: written as they come, with flat memory. */
export type ExportFormat = {
  contentType: string;
  extension: string;
  write(
    columns: readonly Column[],
    batches: AsyncIterable<readonly ExportedRow[]>,
  ): AsyncGenerator<string | Uint8Array>;
};

/** Rows of which a binary format makes one block: few enough that nobody waits long while it is written. */
const CELLS_OF_BLOCK = 40_000;
const ROWS_OF_BLOCK = 10_000;

/** Gathers rows into blocks for formats that write column by column. */
export async function* blocksOf(
  columns: readonly Column[],
  batches: AsyncIterable<readonly ExportedRow[]>,
): AsyncGenerator<ExportedRow[]> {
  const most = Math.min(ROWS_OF_BLOCK, Math.max(500, Math.floor(CELLS_OF_BLOCK / columns.length)));
  let block: ExportedRow[] = [];
  for await (const batch of batches) {
    for (const row of batch) block.push(row);
    if (block.length < most) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** The cells of a column of a block, null where there is no value. */
export const cellsOf = (block: readonly ExportedRow[], index: number): unknown[] =>
  block.map((row) => row[`c${index}`] ?? null);

/** A time as the database hands it over, in microseconds since 1970. */
export function microseconds(text: string): bigint {
  const [, upToMilliseconds = text, rest = "000"] = /^(.*\.\d{3})(\d{3})Z$/.exec(text) ?? [];
  return BigInt(Date.parse(`${upToMilliseconds}Z`)) * 1000n + BigInt(rest);
}

const DAY_MS = 86_400_000;
/** A date in days since 1970. */
export const days = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS;
