import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { newId } from "#lib/id.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { sweep } from "./maintenance.ts";

/** What whoever sweeps holds. */
const LOCK = 0x73776570;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** The runtime sweeps by itself a while after its start: it is waited for, since two at once are one. */
const othersDone = () => world.owner`select pg_advisory_xact_lock(${LOCK})`;
const sweepOnce = () => sweep({ sql: world.runtime.sql, config: world.config, log: world.runtime.log });
async function run(): Promise<void> {
  await othersDone();
  await sweepOnce();
  await othersDone();
}
const partitions = async () =>
  (
    await world.owner<{ name: string }[]>`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'usage_events'::regclass order by 1`
  ).map((row) => row.name);
const DAY_MS = 86_400_000;
const today = async () => {
  const [row] = await world.owner<{ ms: number }[]>`select extract(epoch from current_date)::float8 * 1000 as ms`;
  return row?.ms ?? 0;
};
const partitionOf = (dayMs: number) => `usage_events_${new Date(dayMs).toISOString().slice(0, 10).replaceAll("-", "")}`;

test("single requests go by the day after the retention; today and tomorrow have their place", async () => {
  const before = await today();
  const old = [31, 30, 5].map((days) => before - days * DAY_MS);
  for (const ms of old) await world.owner`select ensure_usage_partition(${new Date(ms).toISOString()}::date)`;
  await run();
  const after = await today();
  // Midnight may pass while this runs.
  const expectedOn = (now: number) =>
    [...old.filter((ms) => ms >= now - 30 * DAY_MS), now, now + DAY_MS].map(partitionOf);
  expect([expectedOn(before), expectedOn(after)]).toContainEqual(await partitions());
});

test("sweeps what has had its time and leaves the rest", async () => {
  const { owner: sql } = world;
  const person = await world.person();
  for (const hours of [1, 71, 73, 800]) {
    await sql`insert into usage_minutes select 'org', date_trunc('minute', now()) - make_interval(hours => ${hours}), 'key', 'api_key', true, 'getUser', 200, 50, 1`;
    await sql`insert into usage_hours select 'org', date_trunc('hour', now()) - make_interval(hours => ${hours}), 'key', 'api_key', true, 'getUser', 200, 50, 1`;
    await sql`insert into usage_segments values (${newId("seg")}, 1, now() - make_interval(hours => ${hours}))`;
    await sql`insert into idempotency_keys values ('org', 'key', ${`${hours}`}, 'keys.create', 'f', null, now() - make_interval(hours => ${hours}))`;
    await sql`insert into throttles values (${`ip:${hours}`}, 3, now() - make_interval(hours => ${hours}))`;
    await sql`insert into sessions (id, user_id, org_id, expires_at) values (${newId("ses")}, ${person.id}, 'org', now() - make_interval(hours => ${hours}))`;
  }
  await run();
  const count = async (table: string) =>
    (await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`)[0]!.n;
  expect(await count("usage_minutes")).toBe(2);
  expect(await count("usage_hours")).toBe(4);
  expect(await count("usage_segments")).toBe(3);
  expect(await count("idempotency_keys")).toBe(1);
  expect(await count("throttles")).toBe(1);
  expect(await count("sessions")).toBe(3);
});

test("uploads go after a day with their files, unless a source is being made of them", async () => {
  const { owner: sql } = world;
  const org = await world.organization();
  const person = await world.person();
  const [project] = await sql<{ id: string }[]>`select id from projects where org_id = ${org.id} limit 1`;
  const folder = path.join(world.config.dataFolder, "uploads");
  mkdirSync(folder, { recursive: true });
  const put = async (hours: number) => {
    const id = newId("upl");
    const made = new Date(Date.now() - hours * 3_600_000);
    await sql`insert into uploads (id, org_id, user_id, detected, created_at) values (${id}, ${org.id}, ${person.id}, '{}', ${made})`;
    writeFileSync(path.join(folder, id), "a,b");
    utimesSync(path.join(folder, id), made, made);
    return id;
  };
  const [fresh, old, importing] = [await put(2), await put(30), await put(30)];
  await sql`insert into sources (id, org_id, project_id, livemode, name, status, format, file_name, bytes, table_name, columns, upload_id, created_by)
    values (${newId("src")}, ${org.id}, ${project!.id}, true, 'S', 'importing', 'csv', 's.csv', 3, 't', '[]', ${importing}, ${person.id})`;
  await run();
  const left = (await sql<{ id: string }[]>`select id from uploads order by id`).map((row) => row.id);
  expect(left).toEqual([fresh, importing].sort());
  expect([fresh, old, importing].map((id) => existsSync(path.join(folder, id!)))).toEqual([true, false, true]);
});

test("one instance sweeps, the others skip", async () => {
  await world.owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await world.owner`insert into throttles values ('held', 1, now() - interval '3 days')`;
    await sweepOnce();
    expect(await tx`select key from throttles where key = 'held'`).toHaveLength(1);
  });
  await Promise.all([sweepOnce(), sweepOnce(), sweepOnce()]);
  await othersDone();
  expect(await world.owner`select key from throttles where key = 'held'`).toHaveLength(0);
});

test("alerts go after 90 days, deliveries after 30, networks with their credential", async () => {
  const { owner: sql } = world;
  const org = await world.organization();
  const lead = await world.member(org, "owner");
  const hook = newId("whk");
  await sql`insert into webhook_endpoints (id, org_id, url, events, sealed_secret, created_by)
    values (${hook}, ${org.id}, 'https://example.com', '{}', 'x', ${lead.user.id})`;
  for (const days of [1, 29, 31, 89, 91]) {
    await sql`insert into alerts (id, org_id, kind, subject_type, subject_id, created_at)
      values (${newId("alert")}, ${org.id}, 'key.created', 'key', ${`${days}`}, now() - make_interval(days => ${days}))`;
    await sql`insert into webhook_deliveries (id, org_id, endpoint_id, event, payload, created_at)
      values (${newId("msg")}, ${org.id}, ${hook}, ${`${days}`}, '{}', now() - make_interval(days => ${days}))`;
  }
  const key = await createKey(world.call(lead), createKey.input.parse({ name: "Kept", preset: "read_only" }));
  for (const id of [key.id, "key_gone"])
    await sql`insert into credential_networks values (${id}, '192.0.2.0/24', ${org.id}, '192.0.2.1', now() - interval '2 days', false)`;
  await run();
  expect(
    (
      await sql`select subject_id from alerts where org_id = ${org.id} and subject_id <> ${key.id} order by created_at desc`
    ).map((row) => row.subject_id),
  ).toEqual(["1", "29", "31", "89"]);
  expect((await sql`select event from webhook_deliveries order by created_at desc`).map((row) => row.event)).toEqual([
    "1",
    "29",
  ]);
  expect((await sql`select credential_id from credential_networks`).map((row) => row.credential_id)).toEqual([key.id]);
});

test("changes that no OpenFGA server was told for a week go, and its store has to be filled anew", async () => {
  const { owner: sql } = world;
  const waiting = async () =>
    (await sql<{ object: string }[]>`select object from permission_changes where object like 'prj_of_%'`).map(
      ({ object }) => object,
    );
  const filled = async () => (await sql`select 1 from permission_stores where filled_at is not null`).length;
  await sql`insert into permission_stores (store_id, model_hash, model_id, filled_at) values ('store', 'hash', 'model', now())`;
  const change = (days: number) => sql`
    insert into permission_changes (org_id, kept_in, object, subject, is_birth, created_at)
    values ('org', 'projects', ${`prj_of_${days}`}, 'org', true, now() - make_interval(days => ${days}))`;
  await change(6);
  await run();
  expect([await waiting(), await filled()]).toEqual([["prj_of_6"], 1]);
  await change(8);
  await run();
  expect([await waiting(), await filled()]).toEqual([["prj_of_6"], 0]);
});
