import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { runnable, runSample } from "#testing/run-sample.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { appendSamples, exportSamples, querySamples, replaceSamples, unchangedSamples } from "./source-samples.ts";

const PUBLIC_URL = "http://gatehouse.test";
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-samples-"));
const content = "day,state,amount\n2024-01-30,CA,5\n2024-02-01,NY,7\n2024-02-02,CA,4\n2024-02-03,CA,3\n";
let world: World;
let api: Api;
let owner: Principal;
let key: string;
let id: string;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
  const input = createKey.input.parse({ name: "Docs", scopes: ["data:write"] });
  key = (await createKey(world.call(owner), input)).api_key ?? "";
});
beforeEach(async () => {
  id = (await importFile(world, owner, content)).id;
});
afterAll(async () => {
  await api.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

const values = () => ({ [`${PUBLIC_URL}/api/v1`]: api.url, YOUR_API_KEY: key, YOUR_SOURCE_ID: id });
const rows = async () => (await api.send("GET", `/sources/${id}/data`, { key })).body.data;

test("the query gives a row for each month", async () => {
  for (const sample of runnable(querySamples(PUBLIC_URL))) {
    const output = await runSample(folder, sample, values());
    expect([sample.label, output]).toEqual([sample.label, expect.stringMatching(/2024-02-01.*7.*2024-01-01/s)]);
  }
});

test("the same row, sent again under its Idempotency-Key, is appended once", async () => {
  for (const sample of runnable(appendSamples(PUBLIC_URL))) await runSample(folder, sample, values());
  expect(await rows()).toHaveLength(5);
});

test("the rows are replaced by those of a file", async () => {
  for (const [at, sample] of runnable(replaceSamples(PUBLIC_URL)).entries()) {
    writeFileSync(path.join(folder, "sales.csv"), `day,state,amount\n2024-05-01,WA,${at}\n`);
    await runSample(folder, sample, values());
    expect(await rows()).toEqual([{ day: "2024-05-01", state: "WA", amount: at }]);
  }
});

test("the export is a file that another program reads", async () => {
  for (const sample of runnable(exportSamples(PUBLIC_URL))) {
    await runSample(folder, sample, values());
    const file = new Uint8Array(readFileSync(path.join(folder, "sales.parquet"))).buffer as ArrayBuffer;
    expect((await parquetReadObjects({ file })).map(({ amount }) => amount)).toEqual([5n, 7n, 4n, 3n]);
    rmSync(path.join(folder, "sales.parquet"));
  }
});

test("asked again, nothing is sent until the rows are others", async () => {
  for (const sample of runnable(unchangedSamples(PUBLIC_URL))) {
    writeFileSync(path.join(folder, "rows.etag"), "");
    expect(await runSample(folder, sample, values())).toBe("200");
    expect(await runSample(folder, sample, values())).toBe("304");
    await api.send("POST", `/sources/${id}/rows`, { key, body: { rows: [{ amount: 1 }] } });
    expect(await runSample(folder, sample, values())).toBe("200");
  }
});
