import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { importSource } from "./import-source.ts";
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
const begin = async (text = content()) => {
  const call = world.call(owner);
  const upload = await stageUpload(call, { stream: Readable.from([Buffer.from(text)]), fileName: "data.csv" });
  return createSource(call, { upload_id: upload.id, name: "Data" });
};
/** Runs `work` while nothing that it creates begins to be imported. */
async function withoutBeginning<T>(work: () => Promise<T>): Promise<T> {
  const real = world.runtime.importer;
  world.runtime.importer = { ...real, begin: () => {} };
  return work().finally(() => {
    world.runtime.importer = real;
  });
}
/**
 * An import that is under way and cannot end before `letGo`: the row that its last step needs was locked before it
 * began. The import is seen waiting for that lock, however fast or slow the machine.
 */
async function heldImport(): Promise<{ id: string; letGo(): Promise<void> }> {
  const { id } = await withoutBeginning(begin);
  const lock = await world.owner.reserve();
  const [self] = await lock<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await lock`begin`;
  const [row] = await lock`select status from sources where id = ${id} for update`;
  expect(row?.status).toBe("importing");
  world.runtime.importer.begin(id);
  const waiting = () => world.owner`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse import' and ${self?.pid ?? 0} = any(pg_blocking_pids(pid))`;
  await expect.poll(async () => (await waiting()).length, { interval: 20, timeout: 45_000 }).toBeGreaterThan(0);
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
  await expect.poll(async () => (await source(made.id)).status, { timeout: 30_000 }).toBe("ready");
  expect(await source(made.id)).toMatchObject({ row_count: LINES, rejected_rows: 0 });
  await next.stop();
  world.runtime.importer = await anotherImporter();
});

test("a backend that is killed is tried again", async () => {
  const made = await heldImport();
  await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse import'`;
  await made.letGo();
  await world.runtime.importer.wait(made.id, 20_000);
  expect((await source(made.id)).status).toBe("importing");
  await world.runtime.importer.sweep();
  await world.runtime.importer.wait(made.id, 30_000);
  expect(await source(made.id)).toMatchObject({ status: "ready", row_count: LINES });
});

test("two imports of one source at once fill it once", async () => {
  const made = await begin();
  const { databaseUrl, dataFolder } = world.config;
  await Promise.all([1, 2].map(() => importSource(databaseUrl, `${dataFolder}/uploads`, made.id)));
  await world.runtime.importer.wait(made.id, 30_000);
  await expect.poll(async () => (await source(made.id)).status, { timeout: 30_000 }).toBe("ready");
  expect(await source(made.id)).toMatchObject({ row_count: LINES, version: 2 });
});

test("the staged file goes when the rows are there", async () => {
  const made = await begin("a\n1\n");
  await world.runtime.importer.wait(made.id, 20_000);
  const [upload] = await world.owner<{ id: string }[]>`select id from uploads order by created_at desc limit 1`;
  expect(existsSync(world.runtime.importer.pathOf(upload?.id ?? ""))).toBe(false);
});

test("without its file an import fails and says why", async () => {
  await world.runtime.importer.stop();
  const made = await begin().catch((error: Error) => error);
  expect(made).toBeInstanceOf(Error);
  world.runtime.importer = await anotherImporter();
  const waiting = await withoutBeginning(() => begin("a\n1\n"));
  const [upload] = await world.owner<{ upload_id: string }[]>`select upload_id from sources where id = ${waiting.id}`;
  await rm(world.runtime.importer.pathOf(upload?.upload_id ?? ""));
  await world.runtime.importer.sweep();
  await world.runtime.importer.wait(waiting.id, 20_000);
  expect(await source(waiting.id)).toMatchObject({
    status: "failed",
    error: expect.stringContaining("upload the file again"),
  });
});

test("tables without a source are swept away", async () => {
  const made = await importFile(world, owner, "a\n1\n");
  await world.owner`delete from sources where id = ${made.id}`;
  await world.runtime.importer.sweep();
  expect(await world.owner`select to_regclass(${`data.${made.id}`}) as found`).toEqual([{ found: null }]);
});

test("while a file of 40 MiB comes in, requests do not wait and memory stays flat", async () => {
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
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - before);
    longest = Math.max(longest, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const made = await importFile(world, owner, stream);
  clearInterval(timer);
  expect(made).toMatchObject({ status: "ready", row_count: parts * 2000 });
  // Threads are part of the process: theirs is counted too.
  expect(peak).toBeLessThan(300 * 1024 * 1024);
  expect(longest).toBeLessThan(1500);
});
