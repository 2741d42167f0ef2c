import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLogger } from "#core/logger.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { startMeter } from "./meter.ts";

const script = fileURLToPath(new URL("../../testing/meter-process.ts", import.meta.url));
let world: World;
let folder: string;
beforeAll(async () => {
  world = await makeWorld();
  folder = mkdtempSync(path.join(tmpdir(), "gatehouse-spool-"));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

type Outcome = { begun: Set<string>; acknowledged: Set<string> };

let runs = 0;

/** Runs a process that meters; kills it some time after its journal has reached `killAtBytes`, or lets it end. */
function run(spool: string, { killAtBytes, events }: { killAtBytes?: number; events?: number }): Promise<Outcome> {
  const journal = path.join(world.config.dataFolder, `journal-${++runs}`);
  const args = [script, spool, world.config.databaseUrl, journal, ...(events === undefined ? [] : [`${events}`])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const watch = setInterval(() => {
    const { size } = statSync(journal, { throwIfNoEntry: false }) ?? { size: 0 };
    if (killAtBytes !== undefined && size >= killAtBytes) child.kill("SIGKILL");
  }, 5);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      if (killAtBytes === undefined ? code !== 0 : signal !== "SIGKILL") return reject(new Error(`ended with ${code}`));
      const lines = readFileSync(journal, "utf8").split("\n").slice(0, -1);
      const named = (mark: string) => new Set(lines.filter((line) => line[0] === mark).map((line) => line.slice(1)));
      resolve({ begun: named("+"), acknowledged: named("=") });
    });
  });
}

async function loadRest(spool: string): Promise<void> {
  const meter = await startMeter({ folder: spool, databaseUrl: world.config.databaseUrl, log: makeLogger("silent") });
  await meter.flush();
  expect(meter.status()).toMatchObject({ pendingBytes: 0, parked: 0, lastError: null });
  await meter.stop();
  expect(readdirSync(spool)).toEqual([]);
}

async function checkStored(outcomes: readonly Outcome[]): Promise<number> {
  const rows = await world.owner<{ id: string }[]>`select id from usage_events`;
  const stored = new Set(rows.map((row) => row.id));
  expect(stored.size).toBe(rows.length);
  const begun = new Set(outcomes.flatMap((outcome) => [...outcome.begun]));
  const acknowledged = outcomes.flatMap((outcome) => [...outcome.acknowledged]);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect([...stored].filter((id) => !begun.has(id))).toEqual([]);
  // Ten callers wait for each acknowledgement, so a kill leaves at most ten in the file whose answer had not left.
  expect(stored.size - acknowledged.length).toBeLessThanOrEqual(10 * outcomes.length);
  for (const table of ["usage_minutes", "usage_hours"]) {
    const [sum] = await world.owner`select coalesce(sum(requests), 0)::int as sum from ${world.owner(table)}`;
    expect([table, sum!.sum]).toEqual([table, rows.length]);
  }
  return acknowledged.length;
}

test("a process killed at any moment loses nothing that it acknowledged and counts nothing twice", async () => {
  const outcomes: Outcome[] = [];
  for (let round = 0; round < 8; round += 1)
    outcomes.push(await run(folder, { killAtBytes: 2000 + Math.random() * 200_000 }));
  await loadRest(folder);
  expect(await checkStored(outcomes)).toBeGreaterThan(100);
});

test("two instances that load at once, in one folder and in two, count every request once", async () => {
  await world.owner`truncate usage_events, usage_minutes, usage_hours`;
  const other = mkdtempSync(path.join(tmpdir(), "gatehouse-spool-"));
  const outcomes = await Promise.all([
    run(folder, { events: 1500 }),
    run(folder, { events: 1500 }),
    run(other, { events: 1500 }),
    run(folder, { killAtBytes: 100_000 }),
  ]);
  await loadRest(folder);
  await loadRest(other);
  rmSync(other, { recursive: true });
  expect(await checkStored(outcomes)).toBeGreaterThanOrEqual(4500);
});
