import { existsSync } from "node:fs";
import type { ColumnChoice, Upload } from "#contract/source.ts";
import type { Sql } from "#db/client.ts";
import { FileProblem } from "./file-problem.ts";
import { fillTable, keepRejections } from "./fill-table.ts";
import { planColumns } from "./import-plan.ts";
import { reportProgress, SourceGone } from "./report-progress.ts";
import { finishTable } from "./source-table.ts";

type Staged = {
  org_id: string;
  table_name: string;
  upload_id: string;
  choices: ColumnChoice[];
  detected: Omit<Upload, "id"> | null;
};

/**
 * Fills the table of a new source from its staged file. The table, its rows, its wall and the status become visible in
 * one commit; killed before it, nothing is left but the status `importing`, with which it begins again. An advisory lock
 * keeps a second import of the source away, on whatever instance. Gives the id of the upload whose file is no longer
 * needed; null: there was nothing to do.
 */
export async function importSource(sql: Sql, uploadsFolder: string, sourceId: string): Promise<string | null> {
  return sql.begin(async (tx) => {
    // The product's own work; the tenant is set below, once it is known.
    await tx`select set_config('gatehouse.org_id', '*', true)`;
    const [lock] = await tx<
      { ours: boolean }[]
    >`select pg_try_advisory_xact_lock(hashtextextended(${sourceId}, 0)) as ours`;
    if (!lock?.ours) return null;
    const [source] = await tx<Staged[]>`select s.org_id, s.table_name, s.upload_id, s.choices, u.detected
      from sources s left join uploads u on u.id = s.upload_id where s.id = ${sourceId} and s.status = 'importing'`;
    if (!source) return null;
    const { org_id: orgId, table_name: tableName, upload_id, detected } = source;
    const path = `${uploadsFolder}/${upload_id}`;
    if (!detected || !existsSync(path))
      throw new FileProblem(
        "The uploaded file is gone, so the import could not be finished. Delete the source and upload the file again.",
      );
    await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;

    const columns = planColumns(detected.columns, source.choices);
    const progress = reportProgress(sql, orgId, { table: "sources", id: sourceId });
    const width = detected.columns.length;
    const tally = await fillTable(tx, { tableName, path, shape: detected, width, columns, progress });
    for (const statement of finishTable(tableName, orgId)) await tx.unsafe(statement);
    const finalColumns = columns.map(({ name, type, description }, i) => ({
      name,
      type,
      nullable: tally.empty[i]!,
      description,
    }));
    const [updated] = await tx`update sources set status = 'ready', error = null, row_count = ${tally.rows},
      rejected_rows = ${tally.rejected}, columns = ${tx.json(finalColumns)}, imported_bytes = bytes, upload_id = null,
      data_updated_at = clock_timestamp(), updated_at = now(), version = version + 1
      where id = ${sourceId} and status = 'importing' returning id`;
    if (!updated) throw new SourceGone();
    await keepRejections(tx, { orgId, sourceId }, tally);
    return upload_id;
  });
}
