import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import type { Sample } from "./sample.ts";
import { shareSamples } from "./share-samples.ts";

let world: World;
let api: Api;
/** What stands in place of the words of the samples. */
const values: Record<string, string> = {};
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-share-samples-"));

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  const owner = await world.member(await world.organization(), "owner");
  const source = await importFile(world, owner, "city\nOslo\nBergen\nVoss\n");
  const scopes = ["sharing:write", "data:read"];
  const key = await createKey(world.call(owner), createKey.input.parse({ name: "Sharer", scopes, expires_at: null }));
  const expires_at = new Date(Date.now() + 86_400_000).toISOString();
  const ask = { resource_type: "source" as const, resource_id: source.id, expires_at };
  const open = await createShareLink(world.call(owner), ask);
  const locked = await createShareLink(world.call(owner), { ...ask, passcode: "open sesame" });
  values.YOUR_API_KEY = key.api_key ?? "";
  values.YOUR_SOURCE_ID = source.id;
  values.YOUR_PASSCODE = "open sesame";
  values.open = open.share_token ?? "";
  values.locked = locked.share_token ?? "";
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.close();
  await world.close();
});

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const runners: Record<string, { program: string; ending: string }> = {
  TypeScript: { program: process.execPath, ending: "mts" },
  ...(has("curl") && { curl: { program: "bash", ending: "sh" } }),
  ...(has("python3") && { Python: { program: "python3", ending: "py" } }),
};

/** Without blocking: the API that it calls is in this process. */
async function run({ label, code }: Sample, token: string): Promise<string> {
  const { program = "", ending = "" } = runners[label] ?? {};
  const file = path.join(folder, `sample.${ending}`);
  let text = code.replaceAll("YOUR_SHARE_TOKEN", token);
  for (const name of ["YOUR_API_KEY", "YOUR_SOURCE_ID", "YOUR_PASSCODE"])
    text = text.replaceAll(name, values[name] ?? "");
  writeFileSync(file, text);
  const child = spawn(program, [file], { env: { ...process.env, NODE_OPTIONS: "" } });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  expect(await new Promise((resolve) => child.on("close", resolve)), `${label}: ${output}`).toBe(0);
  return output;
}

test.each(Object.keys(runners))("the %s samples share a source and read it", async (label) => {
  const samples = shareSamples(api.url.replace("/api/v1", ""), new Date());
  const of = (name: keyof typeof samples) => samples[name].find((sample) => sample.label === label) as Sample;
  const open = values.open ?? "";
  expect(await run(of("create"), open)).toMatch(/gk_share_[0-9A-Za-z]{49}/);
  expect(await run(of("read"), open)).toMatch(/Bergen/);
  expect(await run(of("read"), open)).not.toMatch(/Voss/);
  expect(await run(of("inUrl"), open)).toMatch(/Voss/);
  expect(await run(of("locked"), values.locked ?? "")).toMatch(/Bergen/);
});
