import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { syncNext } from "#core/connectors/sync-next.ts";
import type { Principal } from "#core/principal.ts";
import { type Runtime, startRuntime } from "#core/runtime.ts";
import { cancelSync } from "#domain/connectors/cancel-sync.ts";
import { deleteConnector } from "#domain/connectors/delete-connector.ts";
import { getConnector } from "#domain/connectors/get-connector.ts";
import { getSync } from "#domain/connectors/get-sync.ts";
import { listSyncs } from "#domain/connectors/list-syncs.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { type FeedServer, feedServer } from "#testing/feed-server.ts";
import { makeConnector, syncNow } from "#testing/sync.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { queueDue } from "./queue-due.ts";

let world: World;
let feed: FeedServer;
let editor: Principal;
/** What the feed answers now; a gate holds the second half back. */
let body = "";
let gate: Promise<void> | null = null;
let arrived = () => {};
beforeAll(async () => {
  world = await makeWorld();
  feed = await feedServer();
  feed.at("/feed.csv", async (_, response) => {
    response.write("id\n");
    arrived();
    await gate;
    response.end(body);
  });
});
afterAll(async () => {
  await feed.close();
  await world.close();
});
beforeEach(async () => {
  body = "1\n";
  gate = null;
  editor = await world.member(await world.organization(), "editor");
});
afterEach(async () => {
  // Nothing waits for the next test.
  await world.owner`delete from connectors`;
});

const connect = (more = {}) =>
  makeConnector(world, editor, { name: "Feed", settings: { kind: "http", url: `${feed.url}/feed.csv` }, ...more });
const history = async (id: string) => (await listSyncs(world.call(editor), listSyncs.input.parse({ id }))).data;
const rowsOf = async (id: string) => {
  const { source_id } = await getConnector(world.call(editor), { id });
  return (await readRows(world.call(editor), readRows.input.parse({ id: source_id ?? "" }))).data;
};
/** Begins a sync that reads half of the feed and waits; gives how to let it go on. */
async function half(id: string, runtime: Runtime = world.runtime, stop?: AbortSignal) {
  const opening = Promise.withResolvers<void>();
  const arrival = Promise.withResolvers<void>();
  gate = opening.promise;
  arrived = arrival.resolve;
  const { id: sync } = await startSync(world.call(editor), { id });
  const running = syncNext(runtime, stop);
  await arrival.promise;
  return { sync, running, open: opening.resolve };
}

test("200 who want a sync at the same time get one and the same", async () => {
  const { id } = await connect();
  const syncs = await Promise.all(Array.from({ length: 200 }, () => startSync(world.call(editor), { id })));
  expect(new Set(syncs.map((sync) => sync.id)).size).toBe(1);
  const begun = await Promise.all([syncNext(world.runtime), syncNext(world.runtime), syncNext(world.runtime)]);
  expect(begun.filter(Boolean)).toHaveLength(1);
  expect(await history(id)).toMatchObject([{ status: "succeeded", attempt: 1 }]);
  const [events] =
    await world.owner`select count(*)::int as all, count(*) filter (where after->>'already_under_way' = 'false')::int as first
    from audit_events where target_id = ${id} and action = 'connector.sync_requested'`;
  expect(events).toEqual({ all: 200, first: 1 });
});

test("while one runs, another wish is that one, and its progress can be read", async () => {
  const { id } = await connect();
  const { sync, running, open } = await half(id);
  expect((await startSync(world.call(editor), { id })).id).toBe(sync);
  expect(await syncNext(world.runtime)).toBe(false);
  await expect.poll(async () => (await getSync(world.call(editor), { id: sync })).bytes_read).toBeGreaterThan(0);
  expect(await getSync(world.call(editor), { id: sync })).toMatchObject({ status: "running", phase: "reading" });
  open();
  await running;
  expect(await getSync(world.call(editor), { id: sync })).toMatchObject({ status: "succeeded", phase: null });
});

test("two instances share the work, each connector once", async () => {
  const other = await startRuntime({ ...world.config, dataFolder: `${world.config.dataFolder}/other` });
  try {
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push((await connect()).id);
    for (const id of ids) await startSync(world.call(editor), { id });
    const work = async (runtime: Runtime) => {
      while (await syncNext(runtime));
    };
    await Promise.all([work(world.runtime), work(other)]);
    // One organization has two at the same time at the most, so somebody may have come by too early.
    await work(world.runtime);
    for (const id of ids) expect(await history(id)).toMatchObject([{ status: "succeeded" }]);
  } finally {
    await other.stop();
  }
});

test("an instance that dies half-way leaves the old rows, and another tries again", async () => {
  const { id } = await connect();
  await syncNow(world, editor, id);
  const { sync, open } = await half(id);
  // As if it had died: nobody renews its lease any more.
  await world.owner`update connector_syncs set leased_until = now() - interval '1 second' where id = ${sync}`;
  await queueDue(world.runtime);
  expect(await rowsOf(id)).toEqual([{ id: 1 }]);
  const [retry, dead] = await history(id);
  expect(dead).toMatchObject({ id: sync, status: "interrupted" });
  expect(retry).toMatchObject({ status: "queued", trigger: "retry", attempt: 2, requested_by: { id: editor.user.id } });
  // It was only asleep, and wakes up: what it has no longer counts.
  body = "99\n";
  open();
  await expect
    .poll(
      async () => (await world.owner`select 1 from pg_stat_activity where application_name = 'gatehouse sync'`).length,
    )
    .toBe(0);
  expect(await rowsOf(id)).toEqual([{ id: 1 }]);
  gate = null;
  body = "2\n";
  await world.owner`update connector_syncs set next_attempt_at = now() where status = 'queued'`;
  await syncNext(world.runtime);
  expect(await rowsOf(id)).toEqual([{ id: 2 }]);
  expect((await history(id))[0]).toMatchObject({ id: retry?.id, status: "succeeded" });
});

test("what dies three times is not tried a fourth", async () => {
  const { id } = await connect();
  await startSync(world.call(editor), { id });
  for (let n = 0; n < 3; n += 1) {
    await world.owner`update connector_syncs set status = 'running', leased_until = now() where status = 'queued'`;
    await queueDue(world.runtime);
  }
  expect((await history(id)).map(({ status, attempt }) => [status, attempt])).toEqual([
    ["interrupted", 3],
    ["interrupted", 2],
    ["interrupted", 1],
  ]);
});

test("an instance that is stopped hands its sync on at once", async () => {
  const { id } = await connect();
  const stop = new AbortController();
  const { sync, running, open } = await half(id, world.runtime, stop.signal);
  stop.abort();
  await running;
  expect((await history(id)).map(({ status, trigger }) => [status, trigger])).toEqual([
    ["queued", "retry"],
    ["interrupted", "manual"],
  ]);
  expect((await getSync(world.call(editor), { id: sync })).error?.detail).toContain("stopped");
  open();
});

test("a sync that is cancelled changes nothing, whether it waits or runs", async () => {
  const { id } = await connect();
  await syncNow(world, editor, id);
  body = "2\n";
  const waiting = await startSync(world.call(editor), { id });
  expect(await cancelSync(world.call(editor), { id: waiting.id })).toMatchObject({ status: "cancelled" });
  expect(await syncNext(world.runtime)).toBe(false);
  const { sync, running, open } = await half(id);
  await cancelSync(world.call(editor), { id: sync });
  open();
  await running;
  expect(await getSync(world.call(editor), { id: sync })).toMatchObject({
    status: "cancelled",
    changes: null,
    error: null,
  });
  expect(await rowsOf(id)).toEqual([{ id: 1 }]);
  await expect(cancelSync(world.call(editor), { id: sync })).rejects.toMatchObject({ code: "conflict" });
  expect(await getConnector(world.call(editor), { id })).toMatchObject({ failures: 0 });
});

test("a connector that is deleted meanwhile takes its sync along", async () => {
  const { id } = await connect();
  const { running, open } = await half(id);
  await deleteConnector(world.call(editor), { id });
  open();
  await running;
  expect(await world.owner`select 1 from sources where org_id = ${editor.orgId}`).toHaveLength(0);
});

test("a schedule queues one sync when its time has come, and the next time after that", async () => {
  const { id } = await connect({ schedule: { cron: "*/15 * * * *", time_zone: "UTC" } });
  await queueDue(world.runtime);
  expect(await history(id)).toEqual([]);
  // Days have passed and nobody looked: that is made up for once.
  await world.owner`update connectors set next_sync_at = now() - interval '3 days' where id = ${id}`;
  await Promise.all([queueDue(world.runtime), queueDue(world.runtime), queueDue(world.runtime)]);
  expect(await history(id)).toMatchObject([{ trigger: "schedule", status: "queued", requested_by: null }]);
  const { next_sync_at } = await getConnector(world.call(editor), { id });
  const aheadMs = new Date(next_sync_at ?? 0).getTime() - world.runtime.clock.nowMs();
  expect(aheadMs).toBeGreaterThan(-60_000);
  expect(aheadMs).toBeLessThanOrEqual(15 * 60_000);
  await world.owner`update connectors set next_sync_at = now(), disabled_at = now() where id = ${id}`;
  await world.owner`delete from connector_syncs`;
  await queueDue(world.runtime);
  expect(await history(id)).toEqual([]);
});

test("the server's own loops do it without being asked", async () => {
  const other = await startRuntime({ ...world.config, dataFolder: `${world.config.dataFolder}/loops` });
  try {
    const { id } = await connect({ schedule: { cron: "*/15 * * * *" } });
    await world.owner`update connectors set next_sync_at = now() where id = ${id}`;
    other.work.start();
    await expect.poll(async () => (await history(id))[0]?.status).toBe("succeeded");
  } finally {
    await other.stop();
  }
});
