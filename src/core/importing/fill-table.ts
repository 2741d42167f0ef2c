import type { TransactionSql } from "postgres";
import { convertRows, type Tally } from "./convert-rows.ts";
import { copyRows } from "./copy-rows.ts";
import type { FileShape } from "./detect-format.ts";
import type { PlannedColumn } from "./import-plan.ts";
import type { Progress } from "./report-progress.ts";
import { copyInto, createTable } from "./source-table.ts";

type Filling = {
  tableName: string;
  path: string;
  /** The file as it was detected, and how many columns it has. */
  shape: FileShape;
  width: number;
  columns: readonly PlannedColumn[];
  progress: Progress;
};

/** Makes a table and copies the rows of a file into it, within a transaction. Gives what became of them. */
export async function fillTable(
  tx: TransactionSql,
  { tableName, path, shape, width, columns, progress }: Filling,
): Promise<Tally> {
  await tx.unsafe(createTable(tableName, columns));
  const tally: Tally = { rows: 0, rejected: 0, rejections: [], empty: columns.map(() => false) };
  const rows = convertRows({ path, shape, width, columns, onBytes: progress.set }, tally);
  try {
    await copyRows(tx, copyInto(tableName, columns), watched(rows, progress.check));
  } finally {
    await progress.stop();
  }
  return tally;
}

function* watched(rows: Iterable<string>, check: () => void): Generator<string> {
  for (const text of rows) {
    check();
    yield text;
  }
}

/** Says which rows of the last file were left out, instead of those of the file before. */
export async function keepRejections(
  tx: TransactionSql,
  { orgId, sourceId }: { orgId: string; sourceId: string },
  { rejections }: Tally,
): Promise<void> {
  await tx`delete from rejected_rows where source_id = ${sourceId}`;
  for (let from = 0; from < rejections.length; from += 500) {
    const batch = rejections.slice(from, from + 500);
    await tx`insert into rejected_rows ${tx(batch.map((row, i) => ({ org_id: orgId, source_id: sourceId, seq: from + i + 1, ...row })))}`;
  }
}
