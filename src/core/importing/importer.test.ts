import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { importFile } from "#testing/import-file.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { withoutBeginning } from "#testing/without-beginning.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { carryOut } from "./carry-out.ts";
import { type Importer, startImporter } from "./importer.ts";

let world: World;
let owner: Principal;
beforeAll(async () => {
  world = await makeWorld();
  owner = await world.member(await world.organization(), "owner");
});
afterAll(() => world.close());

const LINES = 250_000;
const content = () =>
  `id,note,amount\n${Array.from({ length: LINES }, (_, i) => `${i},a note that says something,${i / 4}\n`).join("")}`;
const stage = (text = content()) =>
  stageUpload(world.call(owner), { stream: Readable.from([Buffer.from(text)]), fileName: "data.csv" });
const begin = async (text?: string) =>
  createSource(world.call(owner), { upload_id: (await stage(text)).id, name: "Data" });
/**
 * An import that is under way and cannot end before `letGo`: the row that its last step needs was locked before it
 * began. The import is seen waiting for that lock, however fast or slow the machine.
 */
async function heldImport(): Promise<{ id: string; letGo(): Promise<void> }> {
  const { id } = await withoutBeginning(world, () => begin());
  const lock = await world.owner.reserve();
  const [self] = await lock<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await lock`begin`;
  const [row] = await lock`select status from sources where id = ${id} for update`;
  expect(row?.status).toBe("importing");
  world.runtime.importer.begin(id);
  const waiting = () => world.owner`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse import' and ${self?.pid ?? 0} = any(pg_blocking_pids(pid))`;
  await expect.poll(async () => (await waiting()).length, { interval: 20 }).toBeGreaterThan(0);
  return {
    id,
    async letGo() {
      await lock`rollback`;
      lock.release();
    },
  };
}
const source = (id: string) => getSource(world.call(owner), { id });
const anotherImporter = (): Promise<Importer> => {
  const { dataFolder, databaseUrl } = world.config;
  return startImporter({ dataFolder, databaseUrl, sql: world.runtime.sql, log: world.runtime.log });
};

test("an import that was cut off begins again at the next start, and leaves nothing half done", async () => {
  const made = await heldImport();
  await world.runtime.importer.stop();
  await made.letGo();
  expect(await source(made.id)).toMatchObject({ status: "importing", row_count: 0 });
  expect(await world.owner`select to_regclass(${`data.${made.id}`}) as found`).toEqual([{ found: null }]);

  const next = await anotherImporter();
  await expect.poll(async () => (await source(made.id)).status).toBe("ready");
  expect(await source(made.id)).toMatchObject({ row_count: LINES, rejected_rows: 0 });
  await next.stop();
  world.runtime.importer = await anotherImporter();
});

test("a backend that is killed is tried again", async () => {
  const made = await heldImport();
  await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse import'`;
  await made.letGo();
  await world.runtime.importer.wait(made.id, PATIENCE_MS);
  expect((await source(made.id)).status).toBe("importing");
  await world.runtime.importer.sweep();
  await world.runtime.importer.wait(made.id, PATIENCE_MS);
  expect(await source(made.id)).toMatchObject({ status: "ready", row_count: LINES });
});

test("two imports of one source at once fill it once", async () => {
  const made = await begin();
  const { databaseUrl, dataFolder } = world.config;
  await Promise.all([1, 2].map(() => carryOut(databaseUrl, `${dataFolder}/uploads`, made.id)));
  await world.runtime.importer.wait(made.id, PATIENCE_MS);
  await expect.poll(async () => (await source(made.id)).status).toBe("ready");
  expect(await source(made.id)).toMatchObject({ row_count: LINES, version: 2 });
});

test("the staged file goes when the rows are there", async () => {
  const made = await begin("a\n1\n");
  await world.runtime.importer.wait(made.id, PATIENCE_MS);
  const [upload] = await world.owner<{ id: string }[]>`select id from uploads order by created_at desc limit 1`;
  expect(existsSync(world.runtime.importer.pathOf(upload?.id ?? ""))).toBe(false);
});

test("without its file an import fails and says why", async () => {
  const upload = await stage("a\n1\n");
  await world.runtime.importer.stop();
  await expect(stage("a\n1\n")).rejects.toThrow();
  // A stopped importer begins nothing, so the file is gone before anybody looks for it.
  const waiting = await createSource(world.call(owner), { upload_id: upload.id, name: "Data" });
  await rm(world.runtime.importer.pathOf(upload.id));
  world.runtime.importer = await anotherImporter();
  await world.runtime.importer.sweep();
  await world.runtime.importer.wait(waiting.id, PATIENCE_MS);
  expect(await source(waiting.id)).toMatchObject({
    status: "failed",
    error: expect.stringContaining("upload the file again"),
  });
});

test("tables without a source are swept away", async () => {
  const made = await importFile(world, owner, "a\n1\n");
  await world.owner`delete from sources where id = ${made.id}`;
  // A table that somebody holds is left for the next sweep.
  const found = async () => {
    await world.runtime.importer.sweep();
    return world.owner`select to_regclass(${`data.${made.id}`}) as found`;
  };
  await expect.poll(found).toEqual([{ found: null }]);
});

test("an import needs nothing of the thread that serves requests, so it cannot keep it from them", async () => {
  const { id } = await begin();
  // From here to the end of the import this thread does not run at all.
  const watch = `
    import postgres from "postgres";
    const sql = postgres(process.argv[1], { max: 1 });
    const look = () => sql\`select 1 from sources where id = \${process.argv[2]} and status = 'ready'\`;
    while ((await look()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await sql.end();`;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", watch, world.config.databaseUrl, id],
    { encoding: "utf8", timeout: PATIENCE_MS },
  );
  expect([signal, stderr]).toEqual([null, ""]);
  await world.runtime.importer.wait(id, PATIENCE_MS);
  expect(await source(id)).toMatchObject({ status: "ready", row_count: LINES });
});

test("while a file of 40 MiB comes in, memory stays flat", async () => {
  const line = Buffer.from("123456,some words that stand in a cell,3.25,2024-02-29\n".repeat(2000));
  const parts = Math.ceil((40 * 1024 * 1024) / line.length);
  const stream = Readable.from(
    (function* () {
      yield Buffer.from("id,words,amount,day\n");
      for (let i = 0; i < parts; i++) yield line;
    })(),
  );
  global.gc?.();
  const before = process.memoryUsage().rss;
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }, 10);
  const made = await importFile(world, owner, stream);
  clearInterval(timer);
  expect(made).toMatchObject({ status: "ready", row_count: parts * 2000 });
  // Threads are part of the process: theirs is counted too.
  expect(peak).toBeLessThan(300 * 1024 * 1024);
});
