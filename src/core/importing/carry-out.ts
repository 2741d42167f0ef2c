import { rm } from "node:fs/promises";
import { connect, type Sql } from "#db/client.ts";
import { FileProblem } from "./file-problem.ts";
import { importSource } from "./import-source.ts";
import { loadSource } from "./load-source.ts";
import { SourceGone } from "./report-progress.ts";

const isLoad = (id: string): boolean => id.startsWith("load_");

/**
 * The work of a thread: the import of a new source, or a load into one that is there, named by its id. A file that
 * cannot become rows ends as `failed`; anything else that goes wrong is thrown, to be tried again.
 */
export async function carryOut(databaseUrl: string, uploadsFolder: string, id: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 2, statementTimeoutMs: 0, name: "gatehouse import" });
  try {
    const done = await (isLoad(id) ? loadSource : importSource)(sql, uploadsFolder, id);
    if (done) await rm(`${uploadsFolder}/${done}`, { force: true });
  } catch (error) {
    if (error instanceof SourceGone) return;
    if (!(error instanceof FileProblem)) throw error;
    await markFailed(sql, id, error.message);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Says in the source, or in the load, why there will be no rows. */
export async function markFailed(sql: Sql, id: string, reason: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', '*', true)`;
    if (isLoad(id))
      await tx`update source_loads set status = 'failed', error = ${reason}, finished_at = clock_timestamp()
        where id = ${id} and status = 'pending'`;
    else
      await tx`update sources set status = 'failed', error = ${reason}, updated_at = now(), version = version + 1
        where id = ${id} and status = 'importing'`;
  });
}
