import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { ColumnChoice, Upload } from "#contract/source.ts";
import { connect, type Sql } from "#db/client.ts";
import { convertRows, type Tally } from "./convert-rows.ts";
import { FileProblem } from "./file-problem.ts";
import { planColumns } from "./import-plan.ts";
import { copyInto, createTable, finishTable } from "./source-table.ts";

const PROGRESS_MS = 500;

type Staged = {
  org_id: string;
  table_name: string;
  upload_id: string;
  choices: ColumnChoice[];
  detected: Omit<Upload, "id"> | null;
};

/**
 * Fills the table of a source from its staged file. The table, its rows, its wall and the status become visible in one
 * commit; killed before it, nothing is left but the status `importing`, with which it begins again. An advisory lock
 * keeps a second import of the source away, on whatever instance. A file that cannot become a table ends as `failed`;
 * anything else that goes wrong is thrown, to be tried again.
 */
export async function importSource(databaseUrl: string, uploadsFolder: string, sourceId: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 2, statementTimeoutMs: 0, name: "gatehouse import" });
  try {
    const done = await runImport(sql, uploadsFolder, sourceId);
    if (done) await rm(`${uploadsFolder}/${done}`, { force: true });
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    await markFailed(sql, sourceId, error.message);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Says in the source why there will be no rows. */
export async function markFailed(sql: Sql, sourceId: string, reason: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', '*', true)`;
    await tx`update sources set status = 'failed', error = ${reason}, updated_at = now(), version = version + 1
      where id = ${sourceId} and status = 'importing'`;
  });
}

/** The id of the upload whose file is no longer needed; null: there was nothing to do. */
async function runImport(sql: Sql, uploadsFolder: string, sourceId: string): Promise<string | null> {
  return sql
    .begin(async (tx) => {
      // The product's own work; the tenant is set below, once it is known.
      await tx`select set_config('gatehouse.org_id', '*', true)`;
      const [lock] = await tx<
        { ours: boolean }[]
      >`select pg_try_advisory_xact_lock(hashtextextended(${sourceId}, 0)) as ours`;
      if (!lock?.ours) return null;
      const [source] = await tx<Staged[]>`select s.org_id, s.table_name, s.upload_id, s.choices, u.detected
      from sources s left join uploads u on u.id = s.upload_id where s.id = ${sourceId} and s.status = 'importing'`;
      if (!source) return null;
      const { org_id, table_name, upload_id, detected } = source;
      const path = `${uploadsFolder}/${upload_id}`;
      if (!detected || !existsSync(path))
        throw new FileProblem(
          "The uploaded file is gone, so the import could not be finished. Delete the source and upload the file again.",
        );
      await tx`select set_config('gatehouse.org_id', ${org_id}, true)`;

      const columns = planColumns(detected.columns, source.choices);
      await tx.unsafe(createTable(table_name, columns));
      const progress = reportProgress(sql, org_id, sourceId);
      const tally: Tally = { rows: 0, rejected: 0, rejections: [], empty: columns.map(() => false) };
      try {
        const copy = await tx.unsafe(copyInto(table_name, columns)).writable();
        const broken = new Promise<never>((_, reject) => copy.once("error", reject));
        broken.catch(() => {});
        const rows = convertRows(
          { path, shape: detected, width: detected.columns.length, columns, onBytes: progress.set },
          tally,
        );
        for (const text of rows) {
          progress.check();
          if (text === "") continue;
          await Promise.race([
            new Promise<void>((resolve, reject) => copy.write(text, (error) => (error ? reject(error) : resolve()))),
            broken,
          ]);
        }
        copy.end();
        // An error of the server after the last byte does not reach the stream, but it fails the next statement.
        await Promise.race([finished(copy), tx`select 1`]);
      } finally {
        await progress.stop();
      }

      for (const statement of finishTable(table_name, org_id)) await tx.unsafe(statement);
      const finalColumns = columns.map(({ name, type, description }, i) => ({
        name,
        type,
        nullable: tally.empty[i]!,
        description,
      }));
      const [updated] = await tx`update sources set status = 'ready', error = null, row_count = ${tally.rows},
      rejected_rows = ${tally.rejected}, columns = ${tx.json(finalColumns)}, imported_bytes = bytes, upload_id = null,
      updated_at = now(), version = version + 1 where id = ${sourceId} and status = 'importing' returning id`;
      if (!updated) throw new SourceGone();
      for (let from = 0; from < tally.rejections.length; from += 500) {
        const batch = tally.rejections.slice(from, from + 500);
        await tx`insert into rejected_rows ${tx(batch.map((row, i) => ({ org_id, source_id: sourceId, seq: from + i + 1, ...row })))}`;
      }
      return upload_id;
    })
    .catch((error: unknown) => {
      if (error instanceof SourceGone) return null;
      throw error;
    });
}

/** Somebody deleted the source while it was being imported: everything is rolled back and nobody is told. */
class SourceGone extends Error {}

/** Writes how far the file has been read, on a connection of its own since the import's transaction shows nothing yet. */
function reportProgress(sql: Sql, orgId: string, sourceId: string) {
  let read = 0;
  let gone = false;
  let underway: Promise<void> = Promise.resolve();
  let lastAt = performance.now();
  const write = async () => {
    const rows = await sql.begin(async (tx) => {
      await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
      return tx`update sources set imported_bytes = least(${read}::bigint, bytes) where id = ${sourceId} and status = 'importing' returning id`;
    });
    if (rows.length === 0) gone = true;
  };
  return {
    set(total: number) {
      read = total;
    },
    /** Called between batches, because the converting loop leaves timers no time. */
    check() {
      if (gone) throw new SourceGone();
      if (performance.now() - lastAt < PROGRESS_MS) return;
      lastAt = performance.now();
      underway = underway.then(write, () => {});
      underway.catch(() => {});
    },
    stop: () => underway.catch(() => {}),
  };
}
