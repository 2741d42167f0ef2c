import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { runnable, runSample } from "#testing/run-sample.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { resumeSamples, uploadSamples } from "./file-samples.ts";

const PUBLIC_URL = "http://gatehouse.test";
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-samples-"));
const report = path.join(folder, "report.csv");
const content = "month,sum\nmarch,42\n".repeat(5000);
let world: World;
let api: Api;
let key: string;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  const owner = await world.member(await world.organization(), "owner");
  key =
    (await createKey(world.call(owner), createKey.input.parse({ name: "Docs", scopes: ["data:write"] }))).api_key ?? "";
});
afterAll(async () => {
  await api.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

const values = () => ({ [`${PUBLIC_URL}/api/v1`]: api.url, YOUR_API_KEY: key });

test("upload the file with its checksum, against the product itself", async () => {
  writeFileSync(report, content);
  const withTools = runnable(uploadSamples(PUBLIC_URL)).filter(
    ({ label }) => label !== "curl" || spawnSync("openssl", ["version"]).status === 0,
  );
  for (const sample of withTools) {
    const before = await world.owner`select 1 from files`;
    expect(await runSample(folder, sample, values())).toMatch(/file_/);
    const made =
      await world.owner`select bytes::int, name, description, content_type from files order by created_at desc, id desc`;
    expect(made).toHaveLength(before.length + 1);
    expect(made[0]).toEqual({
      bytes: content.length,
      name: "report.csv",
      description: "Figures of March",
      content_type: "text/csv; charset=utf-8",
    });
  }
});

test("go on with a download where it stopped, or begin it", async () => {
  const owner = await world.member(await world.organization(), "owner");
  const input = createKey.input.parse({ name: "Docs", scopes: ["data:read"] });
  const readKey = (await createKey(world.call(owner), input)).api_key ?? "";
  const { id } = await uploadFile(world, owner, content, { fileName: "report.csv" });
  for (const there of [null, content.slice(0, 12_345)])
    for (const sample of runnable(resumeSamples(PUBLIC_URL))) {
      rmSync(report, { force: true });
      if (there !== null) writeFileSync(report, there);
      await runSample(folder, sample, { ...values(), YOUR_API_KEY: readKey, YOUR_FILE_ID: id });
      expect(readFileSync(report, "utf8") === content, `${sample.label} after ${there?.length ?? 0} bytes`).toBe(true);
    }
});
