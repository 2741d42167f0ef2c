import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Key } from "#contract/key.ts";
import type { MeteredRequest } from "#core/metering/metered-request.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { metered, recordAll } from "#testing/metered.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { createKey } from "./create-key.ts";
import { finishRotation } from "./finish-rotation.ts";
import { readRotation } from "./read-rotation.ts";
import { rotateKey } from "./rotate-key.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let api: Api;
let owner: Principal;
let key: Key & { api_key: string | null };
let rotated: string;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  key = await createKey(world.call(owner), createKey.input.parse({ name: "Rotated", preset: "full_access" }));
});

const rotate = async () => {
  const after = await rotateKey(world.call(owner), { id: key.id, overlap_seconds: 86_400 });
  rotated = after.api_key ?? "";
};
const read = () => readRotation(world.call(owner), { id: key.id });
/** As if the rotation had been some time ago. */
const rotatedAgo = (ms: number) =>
  world.owner`update credentials set rotated_at = now() - make_interval(secs => ${ms / 1000}) where id = ${key.id}`;
const calls = async (events: (Partial<MeteredRequest> & { agoMs: number })[]) => {
  const now = world.runtime.clock.nowMs();
  await recordAll(
    world.runtime.meter,
    events.map(({ agoMs, ...event }) =>
      metered({ orgId: owner.orgId, credentialId: key.id, timeMs: now - agoMs, ...event }),
    ),
  );
  await world.runtime.meter.flush();
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

test("a key that was never rotated has nothing to tell, and nothing to finish", async () => {
  expect(await read()).toMatchObject({ status: "none", callers: [], safe_to_finish: false, reason: "not_rotated" });
  expect(await refusal(finishRotation(world.call(owner), { id: key.id }))).toBe("conflict");
});

test("real calls with both secrets show who has changed; after the end the former one is refused and still seen", async () => {
  const call = (secret: string, agent: string) =>
    api.send("GET", "/user", { key: secret, ip: "198.51.100.7", headers: { "user-agent": agent } });
  await rotate();
  expect((await call(key.api_key ?? "", "report/1")).status).toBe(200);
  expect((await call(rotated, "sync/2")).status).toBe(200);
  expect((await call(key.api_key ?? "", "sync/2")).status).toBe(200);
  await world.runtime.meter.flush();
  const overlap = await read();
  expect(overlap).toMatchObject({ status: "overlap", previous_hint: key.hint, safe_to_finish: false });
  expect(overlap.reason).toBe("still_calling");
  expect(
    overlap.callers.map(({ user_agent, state, requests, operation }) => [user_agent, state, requests, operation]),
  ).toEqual(
    expect.arrayContaining([
      ["report/1", "calling", 1, "getUser"],
      ["sync/2", "calling", 1, "getUser"],
    ]),
  );
  expect((await call(rotated, "sync/2")).status).toBe(200);
  await world.runtime.meter.flush();
  const states = (await read()).callers.map(({ user_agent, state }) => [user_agent, state]);
  expect(states).toEqual([
    ["report/1", "calling"],
    ["sync/2", "moved"],
  ]);

  const after = await finishRotation(world.call(owner), { id: key.id });
  expect(after.id).toBe(key.id);
  const refused = await call(key.api_key ?? "", "report/1");
  expect(refused).toMatchObject({ status: 401, body: { code: "rotated_key" } });
  expect((await call(rotated, "sync/2")).status).toBe(200);
  await world.runtime.meter.flush();
  const finished = await read();
  expect(finished).toMatchObject({ status: "finished", reason: "finished", safe_to_finish: false });
  expect(finished.callers[0]).toMatchObject({ user_agent: "report/1", requests: 2, state: "calling" });
});

test("it is safe once everybody has moved and been quiet for ten minutes", async () => {
  await rotate();
  await rotatedAgo(3 * HOUR);
  const from = { ip: "198.51.100.1", userAgent: "worker" };
  await calls([
    { agoMs: 2 * HOUR, formerSecret: true, ...from },
    { agoMs: 30 * MINUTE, ...from },
  ]);
  expect(await read()).toMatchObject({ safe_to_finish: true, reason: "everybody_moved" });
  await calls([
    { agoMs: 5 * MINUTE, formerSecret: true, ...from },
    { agoMs: 1 * MINUTE, ...from },
  ]);
  expect(await read()).toMatchObject({ safe_to_finish: false, reason: "still_calling" });
});

test("who called before the rotation and has not come back is waited for", async () => {
  await rotate();
  await rotatedAgo(2 * HOUR);
  await calls([{ agoMs: 5 * HOUR, ip: "198.51.100.2", userAgent: "nightly" }]);
  const rotation = await read();
  expect(rotation).toMatchObject({ safe_to_finish: false, reason: "not_seen_yet" });
  expect(rotation.callers).toMatchObject([
    { user_agent: "nightly", state: "expected", requests: 0, last_former_at: null },
  ]);
  await calls([{ agoMs: MINUTE, ip: "198.51.100.2", userAgent: "nightly" }]);
  expect(await read()).toMatchObject({ safe_to_finish: true, callers: [{ state: "moved" }] });
});

test.each([
  [2 * HOUR, { reason: "not_seen_yet", safe_to_finish: false }],
  [25 * HOUR, { reason: "quiet_for_a_day", safe_to_finish: true }],
])("quiet for an hour is quiet, quiet for a day is safe: %i ms", async (agoMs, told) => {
  await rotate();
  await rotatedAgo(30 * HOUR);
  await calls([{ agoMs, formerSecret: true, userAgent: "weekly" }]);
  expect(await read()).toMatchObject({ ...told, callers: [{ state: "quiet" }] });
});

test("finishing is recorded once, also when many do it at once", async () => {
  await rotate();
  const results = await Promise.all(
    Array.from({ length: 10 }, () => refusal(finishRotation(world.call(owner), { id: key.id }))),
  );
  expect(results.toSorted()).toEqual([...Array(9).fill("conflict"), "passed"]);
  const events =
    await world.owner`select action, before, after from audit_events where target_id = ${key.id} order by seq`;
  expect(events.map(({ action }) => action)).toEqual(["key.created", "key.rotated", "key.rotation_finished"]);
  expect(JSON.stringify(events)).not.toContain(key.api_key);
});

test("wrong scope and another organization", async () => {
  await rotate();
  const narrow = await world.member({ id: owner.orgId, name: owner.orgName }, "owner", { scopes: ["data:read"] });
  const stranger = await world.member(await world.organization("Other"), "owner");
  for (const verb of [readRotation, finishRotation]) {
    expect(await refusal(verb(world.call(narrow), { id: key.id }))).toBe("insufficient_scope");
    expect(await refusal(verb(world.call(stranger), { id: key.id }))).toBe("not_found");
  }
});
