import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { refusalOf } from "./credentials/resolve.ts";
import type { Principal } from "./principal.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

let world: World;
/** A second instance on the same database. */
let other: Runtime;
let folder: string;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld();
  folder = await mkdtemp(path.join(tmpdir(), "gatehouse-other-"));
  other = await startRuntime({ ...world.config, dataFolder: folder });
  owner = await world.member(await world.organization(), "owner");
});
afterAll(async () => {
  await other.stop();
  await rm(folder, { recursive: true, force: true });
  await world.close();
});

const makeKey = () => createKey(world.call(owner), createKey.input.parse({ name: "Key", preset: "read_only" }));
const verdict = async (runtime: Runtime, secret: string | null) => {
  const record = await runtime.resolver.find(secret ?? "");
  return record ? (refusalOf(record, runtime.clock.nowMs())?.code ?? "good") : "unknown";
};
async function eventually(expected: string, look: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await look()) === expected) return;
    await sleep(50);
  }
  expect(await look()).toBe(expected);
}

test("what one instance revokes, the other refuses; where it was revoked, the next request already", async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, makeKey));
  for (const { api_key } of keys) expect(await verdict(other, api_key)).toBe("good");
  for (const { id, api_key } of keys) {
    await revokeKey(world.call(owner), { id });
    expect(await verdict(world.runtime, api_key)).toBe("revoked_token");
  }
  for (const { api_key } of keys) await eventually("revoked_token", () => verdict(other, api_key));
});

test("verifying while disabling never leaves an enabled copy behind", async () => {
  for (let round = 0; round < 30; round++) {
    const { id, api_key } = await makeKey();
    let done = false;
    const asking = (async () => {
      // A turn of the event loop each: answers from memory alone would leave none for the sockets.
      while (!done) await Promise.all([verdict(world.runtime, api_key), verdict(other, api_key), setImmediate()]);
    })();
    await disableKey(world.call(owner), { id });
    done = true;
    await asking;
    expect(await verdict(world.runtime, api_key)).toBe("disabled_key");
    await eventually("disabled_key", () => verdict(other, api_key));
  }
});

test("an instance that cannot hear does not trust its memory, and recovers by itself", async () => {
  const { api_key } = await makeKey();
  expect(await verdict(other, api_key)).toBe("good");
  // The change is made past the product, so nobody is told; only a deaf instance's distrust can find it.
  await world.owner`update credentials set revoked_at = now() where org_id = ${owner.orgId} and revoked_at is null and disabled_at is null`;
  expect(await verdict(other, api_key)).toBe("good");
  await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'`;
  await eventually("revoked_token", () => verdict(other, api_key));
  await eventually("hearing", async () => (other.invalidation.isHearing() ? "hearing" : "deaf"));
  const fresh = await makeKey();
  expect(await verdict(other, fresh.api_key)).toBe("good");
  await revokeKey(world.call(owner), { id: fresh.id });
  await eventually("revoked_token", () => verdict(other, fresh.api_key));
});
