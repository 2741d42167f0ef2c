import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Sql } from "#db/client.ts";
import type { Logger } from "../logger.ts";
import { markFailed } from "./carry-out.ts";
import { FileProblem } from "./file-problem.ts";
import type { Job, Outcome } from "./import-worker.ts";
import type { Inspection } from "./inspect-file.ts";
import { dropTable } from "./source-table.ts";

/** Looks at files and imports them in threads of their own, so that requests never wait for a file. */
export type Importer = {
  /** Where the file of an upload lies. */
  pathOf(uploadId: string): string;
  /** Looks at all of a staged file. Throws a FileProblem if it is no table. */
  inspect(uploadId: string): Promise<Inspection>;
  /** Starts a committed import of a source or a load into one, by its id, unless it is under way. */
  begin(id: string): void;
  /** Resolves when it is over on this instance, or after `ms`. */
  wait(id: string, ms: number): Promise<void>;
  /** Drops the table of a source that was deleted, now or at a later sweep. */
  discard(tableName: string): void;
  /** Looks for imports that nobody works on, tables that no source has any more, and files without an upload. */
  sweep(): Promise<void>;
  /** Ends running threads; their imports begin again at the next start. */
  stop(): Promise<void>;
};

type Options = { dataFolder: string; databaseUrl: string; sql: Sql; log: Logger };

const SWEEP_MS = 30_000;
const ABANDONED_MS = 24 * 60 * 60 * 1000;
const ATTEMPTS = 3;
/** How long a table stays after its rows were replaced: whoever was about to read it still does. */
const RETIRED_SECONDS = 120;
/** Threads at once for each of the two kinds of work; the others wait their turn. */
const THREADS = 2;
const HEAP_MB = 512;

/** Makes the folder and takes up what an earlier process did not finish. */
export async function startImporter({ dataFolder, databaseUrl, sql, log }: Options): Promise<Importer> {
  const uploadsFolder = path.join(dataFolder, "uploads");
  await mkdir(uploadsFolder, { recursive: true, mode: 0o700 });
  const threads = new Set<Worker>();
  const running = new Map<string, Promise<void>>();
  const attempts = new Map<string, number>();
  let stopped = false;

  const runJob = (job: Job): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(new Error("The importer has been stopped."));
      const file = "./import-worker.ts";
      const thread = new Worker(new URL(/* turbopackIgnore: true */ file, import.meta.url), {
        workerData: job,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      });
      threads.add(thread);
      thread.once("message", resolve);
      thread.once("error", reject);
      thread.once("exit", (code) => {
        threads.delete(thread);
        reject(new Error(`The thread of an import ended with code ${code}.`));
      });
    });
  const inspections = lane(THREADS);
  const imports = lane(THREADS);

  const importOnce = async (id: string): Promise<void> => {
    const outcome = await imports(() => runJob({ kind: "import", databaseUrl, uploadsFolder, id })).catch(
      (error: Error): Outcome => ({ error }),
    );
    if (!outcome.error || stopped) return void attempts.delete(id);
    log.error({ err: outcome.error, id }, "an import failed");
    // While the database is away nothing is lost: the sweep tries again.
    if (isOutage(outcome.error.code)) return;
    const count = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, count);
    if (count < ATTEMPTS) return;
    attempts.delete(id);
    await markFailed(sql, id, "The import failed on our side, several times. The log of this installation says why.");
  };

  const begin = (id: string): void => {
    if (stopped || running.has(id)) return;
    const work = importOnce(id)
      .catch((error) => log.error({ err: error, id }, "an import could not be marked as failed"))
      .finally(() => running.delete(id));
    running.set(id, work);
  };

  // A read that is still running holds the table; the next sweep finds it free.
  const drop = (tableName: string) =>
    sql
      .begin((tx) => [tx`set local lock_timeout = '1s'`, tx.unsafe(dropTable(tableName))])
      .catch((error) => stopped || log.info({ err: error, table: tableName }, "a table could not be dropped yet"));

  const sweep = async (): Promise<void> => {
    const found = await sql.begin(async (tx) => {
      await tx`select set_config('gatehouse.org_id', '*', true)`;
      const importing = await tx<{ id: string }[]>`select id, created_at from sources where status = 'importing'
        union all select id, created_at from source_loads where status = 'pending' order by created_at`;
      const orphans = await tx<{ name: string }[]>`select c.relname as name from pg_class c
        where c.relnamespace = 'data'::regnamespace and c.relkind = 'r' and starts_with(c.relname, 'src_')
          and not exists (select from sources s where s.table_name = c.relname)
          and not exists (select from source_loads l where l.retired_table = c.relname
            and l.finished_at > now() - make_interval(secs => ${RETIRED_SECONDS}))`;
      const uploads = await tx<{ id: string }[]>`select id from uploads`;
      return { importing, orphans, uploads };
    });
    for (const { id } of found.importing) begin(id);
    for (const { name } of found.orphans) await drop(name);
    const known = new Set(found.uploads.map(({ id }) => id));
    for (const name of await readdir(uploadsFolder)) {
      const file = path.join(uploadsFolder, name);
      // A file that is just being received has no row yet.
      if (!known.has(name) && Date.now() - (await stat(file)).mtimeMs > ABANDONED_MS) await rm(file, { force: true });
    }
  };
  const sweepQuietly = () => {
    if (!stopped) sweep().catch((error) => stopped || log.warn({ err: error }, "sources could not be swept"));
  };
  const timer = setInterval(sweepQuietly, SWEEP_MS);
  timer.unref();
  sweepQuietly();

  return {
    pathOf: (uploadId) => path.join(uploadsFolder, uploadId),
    async inspect(uploadId) {
      const job: Job = { kind: "inspect", path: path.join(uploadsFolder, uploadId) };
      const { inspection, problem, error } = await inspections(() => runJob(job));
      if (inspection) return inspection;
      if (problem) throw new FileProblem(problem);
      throw new Error("A file could not be inspected.", { cause: error });
    },
    begin,
    async wait(id, ms) {
      const work = running.get(id);
      if (!work) return;
      let timeout: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timeout = setTimeout(resolve, ms);
      });
      await Promise.race([work, late]);
      clearTimeout(timeout);
    },
    discard: (tableName) => void drop(tableName),
    sweep,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all([...threads].map((thread) => thread.terminate()));
      await Promise.allSettled(running.values());
    },
  };
}

/** Runs at most `width` pieces of work at once, in the order in which they came. */
function lane(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Codes of the driver, of the socket and of PostgreSQL (classes 08, 53 and 57) for a database that is not there. */
const isOutage = (code: string | undefined): boolean =>
  code !== undefined && /^(?:CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|08|53|57P)/.test(code);
