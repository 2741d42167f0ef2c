import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { acceptColumns } from "#domain/connectors/accept-columns.ts";
import { getConnector } from "#domain/connectors/get-connector.ts";
import { testConnector } from "#domain/connectors/test-connector.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listRejectedRows } from "#domain/sources/list-rejected-rows.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { makeCertificate } from "#testing/make-certificate.ts";
import { makeRemoteDatabase, type RemoteDatabase } from "#testing/remote-database.ts";
import { makeConnector, syncNow } from "#testing/sync.ts";
import { tlsFront } from "#testing/tls-front.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let remote: RemoteDatabase;
let editor: Principal;
beforeAll(async () => {
  world = await makeWorld();
  remote = await makeRemoteDatabase();
  editor = await world.member(await world.organization(), "editor");
});
afterAll(async () => {
  await remote.close();
  await world.close();
});
beforeEach(async () => {
  await remote.sql`drop table if exists orders`;
  await remote.sql`create table orders (id int primary key, customer text, total numeric(10,2), placed_at timestamptz)`;
  await remote.sql`insert into orders values (1, 'Ada', 12.50, '2026-01-02T03:04:05Z'), (2, null, 7, '2026-01-03T00:00:00Z'), (3, '', 0.1, null)`;
});

const connector = (more = {}, settings = {}) => makeConnector(world, editor, remote.input(more, settings));
const sourceOf = async (id: string) => (await getConnector(world.call(editor), { id })).source_id ?? "";
const rowsOf = async (id: string) =>
  (await readRows(world.call(editor), readRows.input.parse({ id, page_size: 100, sort: "id" }))).data;
const tried = async (settings: object, more = {}) => {
  const { id } = await connector(more, settings);
  const result = await testConnector(world.call(editor), { id });
  const failed = result.steps.find(({ status }) => status === "failed");
  const sync = await syncNow(world, editor, id);
  // A test and a sync go the same way, so they fail at the same step.
  expect([sync.error?.step, sync.error?.detail]).toEqual([failed?.step, failed?.detail]);
  return { ok: result.ok, step: failed?.step, detail: failed?.detail };
};

test("the first sync makes the source, later ones count what was added, changed and removed", async () => {
  const { id } = await connector({ key_columns: ["id"] });
  const first = await syncNow(world, editor, id);
  expect(first).toMatchObject({
    status: "succeeded",
    error: null,
    changes: { total: 3, added: 3, changed: 0, removed: 0, rejected: 0 },
  });
  const source = await sourceOf(id);
  expect(await rowsOf(source)).toEqual([
    { id: 1, customer: "Ada", total: 12.5, placed_at: "2026-01-02T03:04:05Z" },
    { id: 2, customer: null, total: 7, placed_at: "2026-01-03T00:00:00Z" },
    { id: 3, customer: "", total: 0.1, placed_at: null },
  ]);
  expect(await getSource(world.call(editor), { id: source })).toMatchObject({
    name: "Orders",
    status: "ready",
    format: "postgres",
    file_name: "public.orders",
    row_count: 3,
  });

  await remote.sql`delete from orders where id = 1`;
  await remote.sql`update orders set customer = 'Grace' where id = 2`;
  await remote.sql`insert into orders values (4, 'Alan', 1, null), (5, 'Alan', 1, null)`;
  const second = await syncNow(world, editor, id);
  expect(second.changes).toEqual({ total: 4, added: 2, changed: 1, removed: 1, rejected: 0 });
  expect((await rowsOf(source)).map((row) => row.id)).toEqual([2, 3, 4, 5]);
  expect(await sourceOf(id)).toBe(source);
  const events = await world.owner`select action, after from audit_events where target_id = ${id} order by seq`;
  expect(events.filter(({ action }) => action === "connector.synced").map(({ after }) => after)).toMatchObject([
    { source_created: true, added: 3 },
    { source_created: false, added: 2, changed: 1, removed: 1 },
  ]);

  // The same rows in the same order: nothing is loaded, and nothing recorded.
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "unchanged", changes: null });
  // The former table stays for a moment, for those who are about to read it, and the sweep knows it.
  const retired =
    await world.owner`select retired_table from source_loads where source_id = ${source} and status = 'done'`;
  expect(retired).toEqual([{ retired_table: expect.stringMatching(/^src_/) }]);
});

test("without a key whole rows are compared, each as often as it occurs", async () => {
  const { id } = await connector({}, { query: "select customer from orders" });
  await remote.sql`insert into orders values (4, 'Ada'), (5, 'Ada')`;
  expect((await syncNow(world, editor, id)).changes).toMatchObject({ total: 5, added: 5 });
  await remote.sql`update orders set customer = 'Grace' where id in (4, 5)`;
  expect((await syncNow(world, editor, id)).changes).toEqual({
    total: 5,
    added: 2,
    changed: null,
    removed: 2,
    rejected: 0,
  });
});

test("a key that does not tell rows apart is not counted by, and the sync says so", async () => {
  const { id } = await connector({ key_columns: ["customer"] });
  await syncNow(world, editor, id);
  await remote.sql`insert into orders values (4, 'Ada', 1, null)`;
  const sync = await syncNow(world, editor, id);
  expect(sync.changes).toEqual({ total: 4, added: 1, changed: null, removed: 0, rejected: 0 });
  expect(sync.note).toContain("do not tell the rows apart");
});

test("every type comes over without damage, and what no column can hold is rejected by row", async () => {
  await remote.sql`create type mood as enum ('happy', 'sad')`;
  await remote.sql`create table kinds (id bigint, small smallint, big bigint, flag boolean, day date, at timestamp, tz timestamptz,
    ratio double precision, money numeric(12,2), long numeric(30,10), whole numeric(18,0), free numeric, doc jsonb, raw json,
    words text[], mood mood, "Weird ""Name" uuid, bin bytea, span interval)`;
  await remote.sql`insert into kinds values (9007199254740993, -1, 9223372036854775807, true, '2026-02-28', '2026-01-02 03:04:05.678',
    '2026-01-02 03:04:05+02', 0.1, 1234567890.12, 12345678901234567890.0123456789, 123456789012345678, 1.5,
    '{"a": [1, "x\\ty\\n"]}', '{"b":null}', '{one,"two, three"}', 'sad', '6f1c1f1e-0000-4000-8000-000000000001', '\\x00ff', '1 day')`;
  await remote.sql`insert into kinds (id, day) values (2, 'infinity')`;
  await remote.sql`insert into kinds (id, ratio) values (3, 'NaN')`;
  await remote.sql`insert into kinds (id, mood) values (4, null)`;
  const { id } = await connector({ name: "Kinds" }, { table: "kinds" });
  const sync = await syncNow(world, editor, id);
  expect(sync).toMatchObject({ status: "succeeded", changes: { total: 2, rejected: 2 } });
  const source = await sourceOf(id);
  const { columns } = await getSource(world.call(editor), { id: source });
  expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
    id: "integer",
    small: "integer",
    big: "integer",
    flag: "boolean",
    day: "date",
    at: "timestamp",
    tz: "timestamp",
    ratio: "number",
    money: "number",
    long: "text",
    whole: "integer",
    free: "number",
    doc: "json",
    raw: "json",
    words: "text",
    mood: "text",
    'Weird "Name': "text",
    bin: "text",
    span: "text",
  });
  const [, row] = (await rowsOf(source)).toSorted((a, b) => Number(a.id) - Number(b.id));
  expect(row).toMatchObject({
    id: "9007199254740993",
    small: -1,
    big: "9223372036854775807",
    flag: true,
    day: "2026-02-28",
    at: "2026-01-02T03:04:05.678Z",
    tz: "2026-01-02T01:04:05Z",
    ratio: 0.1,
    money: 1234567890.12,
    long: "12345678901234567890.0123456789",
    whole: "123456789012345678",
    free: 1.5,
    doc: { a: [1, "x\ty\n"] },
    raw: { b: null },
    words: '{one,"two, three"}',
    mood: "sad",
    bin: "\\x00ff",
  });
  const rejected = await listRejectedRows(world.call(editor), listRejectedRows.input.parse({ id: source }));
  expect(rejected.data.map(({ line, column, value }) => [line, column, value])).toEqual([
    [2, "day", "infinity"],
    [3, "ratio", "NaN"],
  ]);
});

describe("a query can read and nothing else", () => {
  beforeAll(async () => {
    await remote.sql`create table victims (id int)`;
    await remote.sql`insert into victims values (1)`;
    await remote.sql.unsafe(`grant all on victims to ${remote.user}`);
    await remote.sql`create function delete_victims() returns int language sql as 'delete from victims returning id'`;
  });
  test.each([
    ["two statements", "select 1 as a; delete from victims"],
    ["a statement after a comment", "select 1 as a -- all\n; delete from victims"],
    ["the end of our own transaction", "commit; delete from victims; begin; select 1 as a"],
    ["a statement that writes", "delete from victims returning id"],
    ["a write in a CTE", "with gone as (delete from victims returning id) select * from gone"],
    ["a function that writes", "select delete_victims() as a"],
    ["a read-write transaction", "select set_config('transaction_read_only', 'off', true) as a, delete_victims() as b"],
    ["a setting", "set transaction read write"],
    ["COPY", "copy (select 1) to program 'touch /tmp/owned'"],
    ["EXPLAIN that runs", "analyze delete from victims"],
    ["EXPLAIN with options", "(analyze, verbose) delete from victims returning id"],
    ["a lock", "select * from victims for update"],
    ["no statement", "-- nothing"],
    ["nonsense", "drop the tables please"],
  ])("%s is refused", async (_, query) => {
    expect(await tried({ query })).toMatchObject({ ok: false, step: "query", detail: expect.any(String) });
    expect(await remote.sql`select id from victims`).toEqual([{ id: 1 }]);
  });
  test("a query may be anything that reads", async () => {
    for (const query of [
      "select 1 as id;",
      "with recursive n (id) as (select 1 union all select id + 1 from n where id < 5) select * from n",
      "values (1, 'a'), (2, 'b')",
      "table victims",
      "select id from victims -- a comment at the end",
    ])
      expect(await tried({ query })).toEqual({ ok: true, step: undefined, detail: undefined });
  });
  test("one that takes too long is stopped", async () => {
    const { id } = await connector({}, { query: "select pg_sleep(60)::text as id", timeout_seconds: 5 });
    expect(await syncNow(world, editor, id)).toMatchObject({ status: "failed", error: { step: "query" } });
    const running = () => remote.sql`select 1 from pg_stat_activity where application_name = 'gatehouse connector'`;
    await expect.poll(running).toHaveLength(0);
  });
});

describe("tells at which step it fails, and why", () => {
  test.each([
    ["a host that is none", { host: "no-such-host.invalid" }, "resolve"],
    ["a port where nothing listens", { port: 1 }, "connect"],
    ["a database that is none", { database: "no_such_database" }, "login"],
    ["a user who is none", { user: "nobody_at_all" }, "login"],
    ["a table that is none", { table: "no_such_table" }, "query"],
    ["a schema that is none", { schema: "no_such_schema" }, "query"],
  ])("%s", async (_, settings, step) => {
    expect(await tried(settings)).toMatchObject({ ok: false, step, detail: expect.stringMatching(/^.{10,300}$/) });
  });
  test("a wrong password", async () => {
    const result = await tried({}, { secret: "wrong-password" });
    expect(result).toEqual({ ok: false, step: "login", detail: "The server refuses the user name or the password." });
  });
  test("a table that may not be read", async () => {
    await remote.sql`create table hidden (id int)`;
    await remote.sql.unsafe(`revoke all on hidden from ${remote.user}`);
    expect(await tried({ table: "hidden" })).toMatchObject({
      step: "query",
      detail: expect.stringContaining("permission denied"),
    });
  });
  test("a key column that is none", async () => {
    expect(await tried({}, { key_columns: ["number"] })).toMatchObject({ step: "columns" });
  });
});

describe("TLS", () => {
  const identity = makeCertificate("localhost");
  const through = async (front: Parameters<typeof tlsFront>[1], settings: object) => {
    const { port, close } = await tlsFront({ host: remote.host, port: remote.port }, front);
    try {
      return await tried({ host: "localhost", port, ...settings });
    } finally {
      await close();
    }
  };
  test("with a certificate of an authority that the connector names", async () => {
    expect(await through(identity, { tls: "verify-full", ca: identity.cert })).toMatchObject({ ok: true });
  });
  test("without a look at the certificate, if that is wanted", async () => {
    expect(await through(identity, { tls: "require" })).toMatchObject({ ok: true });
  });
  test("not with a certificate that nobody vouches for", async () => {
    expect(await through(identity, { tls: "verify-full" })).toMatchObject({ ok: false, step: "tls" });
  });
  test("not with a certificate for another name", async () => {
    const other = makeCertificate("db.example.com");
    expect(await through(other, { tls: "verify-full", ca: other.cert })).toEqual({
      ok: false,
      step: "tls",
      detail: "The certificate is for another host name.",
    });
  });
  test("and never without, if the server says that it has none", async () => {
    for (const tls of ["require", "verify-full"])
      expect(await through("none", { tls })).toMatchObject({ ok: false, step: "tls" });
  });
});

describe("columns that change outside", () => {
  test("a new one is left out until somebody accepts it", async () => {
    const { id } = await connector({ key_columns: ["id"] });
    await syncNow(world, editor, id);
    await remote.sql`alter table orders add column note text default 'new'`;
    await remote.sql`insert into orders values (4, 'Alan', 1, null)`;
    expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded", changes: { added: 1, changed: 0 } });
    const source = await sourceOf(id);
    expect((await rowsOf(source))[0]).not.toHaveProperty("note");
    expect((await getConnector(world.call(editor), { id })).review).toMatchObject({
      added: [{ name: "note", type: "text" }],
      removed: [],
      retyped: [],
    });
    await acceptColumns(world.call(editor), { id });
    expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded", changes: { added: 0, changed: 0 } });
    expect((await rowsOf(source))[0]).toMatchObject({ id: 1, note: "new" });
    expect((await getConnector(world.call(editor), { id })).review).toBeNull();
  });
  test("one that is gone or of another type fails the sync, the old rows stay, and a review lets it in", async () => {
    const { id } = await connector();
    await syncNow(world, editor, id);
    await remote.sql`alter table orders drop column placed_at`;
    await remote.sql`alter table orders alter column total type text using 'x' || total`;
    const failed = await syncNow(world, editor, id);
    expect(failed).toMatchObject({ status: "failed", error: { step: "columns" } });
    expect(failed.error?.detail).toContain("“placed_at”");
    expect(failed.error?.detail).toContain("“total” (number, now text)");
    const source = await sourceOf(id);
    expect(await rowsOf(source)).toHaveLength(3);
    expect((await rowsOf(source))[0]).toMatchObject({ total: 12.5 });
    await acceptColumns(world.call(editor), { id });
    expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
    expect((await rowsOf(source))[0]).toEqual({ id: 1, customer: "Ada", total: "x12.50" });
  });
  test("what was accepted is just what was reviewed", async () => {
    const { id } = await connector();
    await syncNow(world, editor, id);
    await remote.sql`alter table orders add column first text`;
    await syncNow(world, editor, id);
    await acceptColumns(world.call(editor), { id });
    await remote.sql`alter table orders add column second text`;
    await syncNow(world, editor, id);
    expect((await getConnector(world.call(editor), { id })).review?.added.map(({ name }) => name)).toEqual([
      "first",
      "second",
    ]);
    expect((await rowsOf(await sourceOf(id)))[0]).not.toHaveProperty("first");
  });
});
