import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { refusalOf } from "./credentials/resolve.ts";
import type { Principal } from "./principal.ts";
import { Refusal } from "./refusal.ts";
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
async function verdict(runtime: Runtime, secret: string | null): Promise<string> {
  for (;;)
    try {
      const record = await runtime.resolver.find(secret ?? "");
      return record ? (refusalOf(record, runtime.clock.nowMs())?.code ?? "good") : "unknown";
    } catch (error) {
      // A database that is silent for seconds is taken for gone; callers are told to come back.
      if (!(error instanceof Refusal && error.code === "unavailable")) throw error;
    }
}
const eventually = (expected: string, look: () => Promise<string>) => expect.poll(look).toBe(expected);

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

/** A secret that the other instance takes for good by its memory alone, although its key is revoked by now. */
async function outdatedSecret(): Promise<string | null> {
  for (;;) {
    const { id, api_key } = await makeKey();
    expect(await verdict(other, api_key)).toBe("good");
    // The change is made past the product, so nobody is told; only a deaf instance's distrust can find it.
    await world.owner`update credentials set revoked_at = now() where id = ${id}`;
    const found = other.resolver.find(api_key ?? "");
    // On a slow machine the instance may have thought for a moment that it is deaf, and asks: then once more.
    if (found instanceof Promise) await found.catch(() => {});
    else if (found) {
      expect(refusalOf(found, other.clock.nowMs())).toBeNull();
      return api_key;
    }
  }
}

test("a process that stood still for a while does not take its database for gone", async () => {
  const asked = world.runtime.resolver.session("ses_of_nobody");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
  expect(await asked).toBeNull();
});

test("an instance that cannot hear does not trust its memory, and recovers by itself", async () => {
  const api_key = await outdatedSecret();
  await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'`;
  await eventually("revoked_token", () => verdict(other, api_key));
  await eventually("hearing", async () => (other.invalidation.isHearing() ? "hearing" : "deaf"));
  const fresh = await makeKey();
  expect(await verdict(other, fresh.api_key)).toBe("good");
  await revokeKey(world.call(owner), { id: fresh.id });
  await eventually("revoked_token", () => verdict(other, fresh.api_key));
});
