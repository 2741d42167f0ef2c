import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { sessionToken } from "#testing/session-token.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { browserSamples, preflightSamples } from "./cors-samples.ts";

let world: World;
let api: Api;
let token = "";
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  const owner = await world.member(await world.organization(), "owner");
  await updateSettings(world.call(owner), { id: owner.orgId, allowed_origins: ["https://app.example.com"] });
  token = (await sessionToken(world, owner)).token;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const here = () => api.url.replace("/api/v1", "");
async function run(program: string, args: string[]): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, NODE_OPTIONS: "" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  await new Promise((closed) => child.on("close", closed));
  return output.trim();
}

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (hasCurl)
  test("the preflight by hand shows what is allowed", async () => {
    const [sample] = preflightSamples(here());
    const output = await run("bash", ["-c", sample?.code ?? ""]);
    expect(output.toLowerCase()).toContain("access-control-allow-origin: https://app.example.com");
    expect(await run("bash", ["-c", (sample?.code ?? "").replace("app.example", "evil.example")])).toBe("");
  });

test("the call out of a page reads its answer, and says what to do if it cannot", async () => {
  const code = (url: string) => (browserSamples(url)[0]?.code ?? "").replace("YOUR_ACCESS_TOKEN", token);
  const node = (text: string) => run(process.execPath, ["--input-type=module-typescript", "-e", text]);
  expect(await node(code(here()))).toBe("200 999");
  expect(await node(code("http://127.0.0.1:1"))).toContain("Sign in again");
});
