import { existsSync } from "node:fs";
import type { TransactionSql } from "postgres";
import type { Column, ColumnChoice, Upload } from "#contract/source.ts";
import { MAX_ROWS } from "#contract/source-limits.ts";
import type { Sql } from "#db/client.ts";
import { newId } from "#lib/id.ts";
import { compareTables } from "./compare-tables.ts";
import type { Tally } from "./convert-rows.ts";
import { FileProblem } from "./file-problem.ts";
import { fillTable, keepRejections } from "./fill-table.ts";
import type { PlannedColumn } from "./import-plan.ts";
import { reportProgress, SourceGone } from "./report-progress.ts";
import { dropTable, finishTable, moveRows, qualified } from "./source-table.ts";

type Load = {
  id: string;
  org_id: string;
  source_id: string;
  kind: "replace" | "append";
  upload_id: string;
  columns: PlannedColumn[];
  choices: ColumnChoice[];
  compares: boolean;
  detected: Omit<Upload, "id"> | null;
};
type Target = { table_name: string; columns: Column[]; row_count: number; status: string };
type Filled = { tx: TransactionSql; load: Load; target: Target; fresh: string; tally: Tally };

/**
 * Carries out a load: the rows of its file take the place of those of a source, or come after them. Whoever reads sees
 * the rows before until the commit, and all of the new ones from then on. Killed before it, nothing is left but the
 * load, with which it begins again. Gives the id of the upload whose file is no longer needed; null: nothing to do.
 */
export async function loadSource(sql: Sql, uploadsFolder: string, loadId: string): Promise<string | null> {
  return sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', '*', true)`;
    const [load] = await tx<Load[]>`select l.id, l.org_id, l.source_id, l.kind, l.upload_id, l.columns, l.choices,
      l.compares, u.detected from source_loads l left join uploads u on u.id = l.upload_id
      where l.id = ${loadId} and l.status = 'pending'
        and pg_try_advisory_xact_lock(hashtextextended(l.source_id, 0))`;
    if (!load) return null;
    const { org_id: orgId, source_id: sourceId, detected, columns } = load;
    const path = `${uploadsFolder}/${load.upload_id}`;
    if (!detected || !existsSync(path)) throw new FileProblem("The uploaded file is gone. Upload it again.");
    await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;

    const fresh = newId("src");
    const progress = reportProgress(sql, orgId, { table: "source_loads", id: loadId });
    const width = detected.columns.length;
    const tally = await fillTable(tx, { tableName: fresh, path, shape: detected, width, columns, progress });
    if (load.kind === "replace") for (const statement of finishTable(fresh, orgId)) await tx.unsafe(statement);

    const [target] = await tx<Target[]>`select table_name, columns, row_count::float8 as row_count, status
      from sources where id = ${sourceId} for update`;
    if (!target) throw new SourceGone();
    await (load.kind === "replace" ? replace : append)({ tx, load, target, fresh, tally });
    await keepRejections(tx, { orgId, sourceId }, tally);
    return load.upload_id;
  });
}

async function replace({ tx, load, target, fresh, tally }: Filled): Promise<void> {
  // Descriptions are those of now: somebody may have written one while the file was being read.
  const described = new Map(target.columns.map(({ name, description }) => [name, description]));
  const columns = load.columns.map(({ name, type, description }, i) => ({
    name,
    type,
    nullable: tally.empty[i]!,
    description: described.get(name) ?? description,
  }));
  const changes =
    load.compares && target.status === "ready" ? await compareTables(tx, target, { table_name: fresh, columns }) : null;
  await tx`update sources s set table_name = ${fresh}, columns = ${tx.json(columns)}, choices = ${tx.json(load.choices)},
    status = 'ready', error = null, upload_id = null, row_count = ${tally.rows}, rejected_rows = ${tally.rejected},
    file_name = u.detected ->> 'file_name', format = u.detected ->> 'format', bytes = l.bytes, imported_bytes = l.bytes,
    data_version = data_version + 1, data_updated_at = clock_timestamp(), updated_at = now(), version = version + 1
    from source_loads l join uploads u on u.id = l.upload_id where s.id = l.source_id and l.id = ${load.id}`;
  await finish(
    tx,
    load,
    tally,
    { appeared: changes?.appeared ?? null, vanished: changes?.vanished ?? null },
    target.table_name,
  );
}

async function append({ tx, load, target, fresh, tally }: Filled): Promise<void> {
  if (target.row_count + tally.rows > MAX_ROWS)
    throw new FileProblem("With this file the source would have more than 10 million rows.");
  const filled = new Map(load.columns.map(({ name }, i) => [name, !tally.empty[i]]));
  const columns = target.columns.map((column) => ({
    ...column,
    nullable: column.nullable || (tally.rows > 0 && filled.get(column.name) !== true),
  }));
  await tx.unsafe(moveRows(fresh, target.table_name, load.columns));
  await tx.unsafe(dropTable(fresh));
  // Statistics of a table that grew by a tenth lead the planner astray.
  if (tally.rows * 10 > target.row_count) await tx.unsafe(`analyze ${qualified(target.table_name)}`);
  await tx`update sources set columns = ${tx.json(columns)}, row_count = row_count + ${tally.rows},
    rejected_rows = ${tally.rejected}, data_version = data_version + 1, data_updated_at = clock_timestamp(),
    updated_at = now(), version = version + 1 where id = ${load.source_id}`;
  await finish(tx, load, tally, { appeared: tally.rows, vanished: 0 }, null);
}

const finish = (
  tx: TransactionSql,
  load: Load,
  tally: Tally,
  { appeared, vanished }: { appeared: number | null; vanished: number | null },
  retired: string | null,
) => tx`update source_loads set status = 'done', row_count = ${tally.rows}, rejected_rows = ${tally.rejected},
    imported_bytes = bytes, appeared = ${appeared}, vanished = ${vanished}, retired_table = ${retired},
    finished_at = clock_timestamp() where id = ${load.id}`;
