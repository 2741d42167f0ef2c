import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { changeRole } from "#domain/members/change-role.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createShareLink } from "./create-share-link.ts";
import { revokeShareLink } from "./revoke-share-link.ts";

/** Two instances over one database: this process, and one that says all it has to say on its output. */
let world: World;
let here: Api;
let there: { url: string; output: () => string; stop: () => Promise<void> };
let organization: Organization;
let owner: Principal;
let editor: Principal;
let source: string;
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

async function startInstance(folder: string): Promise<typeof there> {
  const config = { ...world.config, dataFolder: folder, logLevel: "trace" };
  const file = fileURLToPath(new URL("../../testing/api-process.ts", import.meta.url));
  const child = spawn(process.execPath, [file, JSON.stringify(config)]);
  let output = "";
  const port = await new Promise<string>((listening) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const said = /^(\d{4,5})$/m.exec(output)?.[1];
      if (said) listening(said);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    output: () => output,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

beforeAll(async () => {
  world = await makeWorld();
  here = await serveApi(world);
  there = await startInstance(await mkdtemp(path.join(tmpdir(), "gatehouse-second-")));
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  editor = await world.member(organization, "editor");
  source = (await importFile(world, editor, "a\n1\n")).id;
});
afterAll(async () => {
  await there.stop();
  await here.close();
  await world.close();
});

const share = async (more: { max_views?: number; passcode?: string } = {}) => {
  const expires_at = new Date(Date.now() + 86_400_000).toISOString();
  const ask = { resource_type: "source" as const, resource_id: source, expires_at, ...more };
  const made = await createShareLink(world.call(editor), ask);
  return { id: made.id, token: made.share_token ?? "" };
};
const readAt = async (url: string, token: string, more: Record<string, string> = {}) => {
  const headers = { "x-share-token": token, "x-forwarded-for": freshIp(), ...more };
  const answer = await fetch(`${url}/sources/${source}/data`, { headers });
  return ((await answer.json()) as { code?: string }).code ?? "read";
};

test("of 200 at once on both with 50 left, exactly 50 are answered", async () => {
  const { id, token } = await share({ max_views: 50 });
  await world.owner`update credentials set rate_limit = 1000 where id = ${id}`;
  const codes = await Promise.all(
    Array.from({ length: 200 }, (_, n) => readAt(n % 2 === 0 ? here.url : there.url, token)),
  );
  expect(codes.filter((code) => code === "read")).toHaveLength(50);
  expect(new Set(codes)).toEqual(new Set(["read", "used_up_token"]));
});

test("a link that is revoked, or whose maker is demoted, is refused on both", async () => {
  const { id, token } = await share();
  const second = await share();
  for (const each of [token, second.token])
    for (const url of [here.url, there.url]) expect(await readAt(url, each)).toBe("read");
  await revokeShareLink(world.call(owner), { id });
  expect(await readAt(here.url, token)).toBe("revoked_token");
  await expect.poll(() => readAt(there.url, token), { timeout: PATIENCE_MS }).toBe("revoked_token");
  await changeRole(world.call(owner), { id: editor.user.id, role: "viewer" });
  expect(await readAt(here.url, second.token)).toBe("inactive_user");
  await expect.poll(() => readAt(there.url, second.token), { timeout: PATIENCE_MS }).toBe("inactive_user");
  await changeRole(world.call(owner), { id: editor.user.id, role: "editor" });
});

test("neither token nor passcode is in anything that an instance says", async () => {
  const { token } = await share({ passcode: "open sesame" });
  const passcode = { "x-share-passcode": "open sesame" };
  await expect.poll(() => readAt(there.url, token, passcode), { timeout: PATIENCE_MS }).toBe("read");
  await readAt(there.url, token, { "x-share-passcode": "open barley" });
  await fetch(`${there.url}/sources?share_token=${token}`);
  await fetch(`${there.url}/sources?share_token=${token}`, { headers: passcode });
  // Something goes wrong inside while the token is at hand.
  await world.owner`alter table sources rename to sources_gone`;
  try {
    expect(await readAt(there.url, token, passcode)).toBe("internal");
  } finally {
    await world.owner`alter table sources_gone rename to sources`;
  }
  await expect.poll(there.output, { timeout: PATIENCE_MS }).toContain("sources");
  expect(there.output()).not.toContain(token.slice(9, 30));
  expect(there.output()).not.toContain("open sesame");
  expect(there.output()).not.toContain("open barley");
});
