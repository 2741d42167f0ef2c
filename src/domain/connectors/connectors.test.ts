import { afterAll, beforeAll, expect, test } from "vitest";
import { finishFailed } from "#core/connectors/finish-sync.ts";
import type { Principal } from "#core/principal.ts";
import type { Refusal } from "#core/refusal.ts";
import { listAlerts } from "#domain/alerts/list-alerts.ts";
import { listAuditEvents } from "#domain/audit/list-audit-events.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { type FeedServer, feedServer } from "#testing/feed-server.ts";
import { makeRemoteDatabase, type RemoteDatabase } from "#testing/remote-database.ts";
import { makeConnector, syncNow } from "#testing/sync.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { acceptColumns } from "./accept-columns.ts";
import { cancelSync } from "./cancel-sync.ts";
import { createConnector } from "./create-connector.ts";
import { deleteConnector } from "./delete-connector.ts";
import { getConnector } from "./get-connector.ts";
import { getSync } from "./get-sync.ts";
import { listConnectors } from "./list-connectors.ts";
import { listSyncs } from "./list-syncs.ts";
import { startSync } from "./start-sync.ts";
import { testConnector } from "./test-connector.ts";
import { updateConnector } from "./update-connector.ts";

const SECRET = "s3cret-of-the-feed";
let world: World;
let org: Organization;
let editor: Principal;
let feed: FeedServer;
let remote: RemoteDatabase;
beforeAll(async () => {
  world = await makeWorld();
  feed = await feedServer();
  feed.at("/orders.csv", "id,name\n1,Ada\n");
  remote = await makeRemoteDatabase();
  await remote.sql`create table orders (id int)`;
  org = await world.organization();
  editor = await world.member(org, "editor");
});
afterAll(async () => {
  await feed.close();
  await remote.close();
  await world.close();
});

const settings = () => ({ kind: "http" as const, url: `${feed.url}/orders.csv`, auth: { type: "bearer" as const } });
const connect = (by = editor, more = {}) =>
  makeConnector(world, by, { name: "Orders", settings: settings(), secret: SECRET, ...more });
const update = (id: string, patch: object, by = editor) =>
  updateConnector(world.call(by), updateConnector.input.parse({ id, ...patch }));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: Refusal) => error.code,
  );
const field = (work: Promise<unknown>) =>
  work.then(
    () => "passed",
    (error: Refusal) => error.more.errors?.[0]?.attr,
  );
const actions = async (id: string) =>
  (await world.owner`select action from audit_events where target_id = ${id} order by seq`).map(({ action }) => action);

test("are made, read, changed, tested, synced and deleted, each audited", async () => {
  const made = await connect();
  expect(made).toMatchObject({
    settings: { rows_at: null, timeout_seconds: 300 },
    has_secret: true,
    needs_secret: false,
    source_id: null,
    last_sync: null,
    enabled: true,
    version: 1,
  });
  const { id } = made;
  expect(await getConnector(world.call(editor), { id })).toEqual(made);
  expect(await update(id, { name: "All orders", settings: { timeout_seconds: 60 } })).toMatchObject({
    name: "All orders",
    settings: { ...settings(), timeout_seconds: 60 },
    version: 2,
  });
  expect((await testConnector(world.call(editor), { id })).ok).toBe(true);
  const sync = await syncNow(world, editor, id);
  const listed = await listConnectors(world.call(editor), listConnectors.input.parse({}));
  expect(listed.data.find((each) => each.id === id)?.last_sync).toEqual(sync);
  expect((await listSyncs(world.call(editor), listSyncs.input.parse({ id }))).data).toEqual([sync]);
  await deleteConnector(world.call(editor), { id });
  expect(await refusal(getConnector(world.call(editor), { id }))).toBe("not_found");
  expect(await refusal(getSync(world.call(editor), { id: sync.id }))).toBe("not_found");
  expect(await actions(id)).toEqual([
    "connector.created",
    "connector.updated",
    "connector.tested",
    "connector.sync_requested",
    "connector.synced",
    "connector.deleted",
  ]);
});

test("the secret stands nowhere but sealed in its row", async () => {
  const { id } = await connect();
  await testConnector(world.call(editor), { id });
  await syncNow(world, editor, id);
  await update(id, { secret: `${SECRET}-too` });
  const owner = await world.member(org, "owner");
  const answers = [
    await getConnector(world.call(editor), { id }),
    await listConnectors(world.call(editor), listConnectors.input.parse({})),
    await listSyncs(world.call(editor), listSyncs.input.parse({ id })),
    await listAuditEvents(world.call(owner), listAuditEvents.input.parse({ limit: 100 })),
  ];
  expect(JSON.stringify(answers)).not.toContain(SECRET);
  const tables = await world.owner<
    { name: string }[]
  >`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'data')`;
  for (const { name } of tables) {
    const [found] = await world.owner.unsafe(
      `select count(*)::int as rows from ${name} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0`,
      [SECRET, Buffer.from(SECRET).toString("base64").slice(0, 20)],
    );
    expect([name, found?.rows]).toEqual([name, 0]);
  }
  const [row] = await world.owner`select sealed_secret from connectors where id = ${id}`;
  expect(row?.sealed_secret).toMatch(/^v1\./);
});

test.each<[string, object, boolean]>([
  ["another path", { url: "/other.csv" }, false],
  ["another port", { url: "http://127.0.0.1:1/orders.csv" }, true],
  ["another host", { url: "https://example.com/orders.csv" }, true],
  ["another kind of authorization", { auth: { type: "basic", user: "ada" } }, true],
  ["another pause", { timeout_seconds: 30 }, false],
])("a feed of %s: the secret is dropped or not", async (_, patch: { url?: string }, drops) => {
  const { id } = await connect();
  const url = patch.url && new URL(patch.url, feed.url).href;
  const after = await update(id, { settings: { ...patch, ...(url && { url }) } });
  expect([after.has_secret, after.needs_secret]).toEqual([!drops, drops]);
  expect(await refusal(startSync(world.call(editor), { id }))).toBe(drops ? "conflict" : "passed");
  expect(await refusal(testConnector(world.call(editor), { id }))).toBe(drops ? "conflict" : "passed");
  if (drops) expect(await update(id, { secret: "anew" })).toMatchObject({ has_secret: true, needs_secret: false });
});

test.each<[string, object, boolean]>([
  ["another host", { host: "localhost" }, true],
  ["the host in capitals", { host: "LOCALHOST" }, true],
  ["another port", { port: 1 }, true],
  ["another user", { user: "ada" }, true],
  ["a stronger connection", { tls: "require" }, false],
  ["another table", { table: "other" }, false],
  ["another database", { database: "other" }, false],
])("a database of %s: the password is dropped or not", async (_, patch, drops) => {
  const { id } = await makeConnector(world, editor, remote.input());
  const after = await update(id, { settings: patch });
  expect([after.has_secret, after.needs_secret]).toEqual([!drops, drops]);
});

test("a weaker connection, or another authority to trust, drops the password too", async () => {
  const { id } = await makeConnector(world, editor, remote.input({}, { tls: "verify-full" }));
  expect(await update(id, { settings: { tls: "require" } })).toMatchObject({ has_secret: false });
  const second = await makeConnector(world, editor, remote.input({}, { tls: "verify-full" }));
  const ca = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
  expect(await update(second.id, { settings: { ca } })).toMatchObject({ has_secret: false });
});

test("a new secret goes with a new host in one change", async () => {
  const { id } = await connect();
  const patch = { settings: { url: "https://example.com/orders.csv" }, secret: "anew" };
  expect(await update(id, patch)).toMatchObject({ has_secret: true, needs_secret: false });
});

test.each<[string, object]>([
  ["https://10.0.0.1/x.csv", { kind: "http" }],
  ["https://[::1]/x.csv", { kind: "http" }],
  ["https://169.254.169.254/latest", { kind: "http" }],
  ["https://metadata.localhost/", { kind: "http" }],
  ["http://example.com/x.csv", { kind: "http" }],
])("%s can never be read and is refused, also as a change", async (url) => {
  const closed = await makeWorld({ outgoingAllowedRanges: [] });
  try {
    const someone = await closed.member(await closed.organization(), "editor");
    expect(await field(makeConnector(closed, someone, { name: "X", settings: { kind: "http", url } }))).toBe(
      "settings.url",
    );
    const { id } = await makeConnector(closed, someone, {
      name: "X",
      settings: { kind: "http", url: "https://example.com/" },
    });
    const change = updateConnector.input.parse({ id, settings: { url } });
    expect(await field(updateConnector(closed.call(someone), change))).toBe("settings.url");
  } finally {
    await closed.close();
  }
});

test("a database on a private address, or without TLS, is refused where the operator allows no ranges", async () => {
  const closed = await makeWorld({ outgoingAllowedRanges: [] });
  try {
    const someone = await closed.member(await closed.organization(), "editor");
    const to = (more: object) => makeConnector(closed, someone, remote.input({}, { tls: "verify-full", ...more }));
    for (const host of ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"])
      expect([host, await field(to({ host }))]).toEqual([host, "settings.host"]);
    expect(await field(to({ host: "db.example.com", tls: "disable" }))).toBe("settings.tls");
    // A name tells nothing: it is judged when it is connected to.
    const { id } = await to({ host: "localhost" });
    const { steps } = await testConnector(closed.call(someone), { id });
    expect(steps.find(({ status }) => status === "failed")).toMatchObject({ step: "address" });
    expect((await syncNow(closed, someone, id)).error).toEqual({
      step: "address",
      detail: "This host has no public address that may be called.",
    });
  } finally {
    await closed.close();
  }
});

test.each<[string, object]>([
  ["settings.table", { settings: { kind: "postgres", host: "db", database: "d", user: "u" } }],
  [
    "settings.table",
    { settings: { kind: "postgres", host: "db", database: "d", user: "u", table: "t", query: "select 1" } },
  ],
  ["settings.host", { settings: { kind: "postgres", host: "db/../", database: "d", user: "u", table: "t" } }],
  ["settings.host", { settings: { kind: "postgres", host: "a,b", database: "d", user: "u", table: "t" } }],
  [
    "settings.ca",
    { settings: { kind: "postgres", host: "db", database: "d", user: "u", table: "t", ca: "/etc/ca.pem" } },
  ],
  ["settings.url", { settings: { kind: "http", url: "ftp://example.com/x" } }],
  ["settings.url", { settings: { kind: "http", url: "https://ada:pw@example.com/x" } }],
  [
    "settings.auth.name",
    { settings: { kind: "http", url: "https://example.com", auth: { type: "header", name: "Host" } } },
  ],
  [
    "settings.auth.name",
    { settings: { kind: "http", url: "https://example.com", auth: { type: "header", name: "a\nb" } } },
  ],
  ["settings.rows_at", { settings: { kind: "http", url: "https://example.com", rows_at: "data" } }],
  ["schedule.cron", { schedule: { cron: "* * * * *" } }],
  ["schedule.cron", { schedule: { cron: "*/4 * * * *" } }],
  ["schedule.cron", { schedule: { cron: "0 0 30 2 *" } }],
  ["schedule.cron", { schedule: { cron: "daily please now and then" } }],
  ["schedule.cron", { schedule: { cron: "* * * * * *" } }],
  ["schedule.time_zone", { schedule: { cron: "0 6 * * *", time_zone: "Mars/Olympus" } }],
])("%s is checked", (attr, input) => {
  const parsed = createConnector.input.safeParse({
    name: "X",
    settings: { kind: "http", url: "https://example.com" },
    ...input,
  });
  expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([attr]);
});

test("a change that leaves no complete settings is refused by field", async () => {
  const { id } = await makeConnector(world, editor, remote.input());
  expect(await field(update(id, { settings: { query: "select 1" } }))).toBe("settings.table");
  expect(await field(update(id, { settings: { kind: "http", url: "https://example.com" } }))).toBe("settings.kind");
  expect(await field(update(id, { settings: { rows_at: "/a" } }))).toBe("settings.rows_at");
  expect(await update(id, { settings: { table: null, query: "select 1" } })).toMatchObject({ version: 2 });
});

test("a stale version is refused", async () => {
  const { id } = await connect();
  await update(id, { name: "Newer" });
  const stale = world.call(editor, { ifMatch: '"v1"' });
  expect(await refusal(updateConnector(stale, { id, name: "Older" }))).toBe("precondition_failed");
  expect(await refusal(deleteConnector(stale, { id }))).toBe("precondition_failed");
  expect(await refusal(acceptColumns(stale, { id }))).toBe("precondition_failed");
});

const attempts = (who: Principal, id: string, sync: string) => {
  const call = world.call(who);
  return [
    getConnector(call, { id }),
    update(id, { name: "Mine" }, who),
    deleteConnector(call, { id }),
    testConnector(call, { id }),
    startSync(call, { id }),
    listSyncs(call, listSyncs.input.parse({ id })),
    acceptColumns(call, { id }),
    getSync(call, { id: sync }),
    cancelSync(call, { id: sync }),
  ].map(refusal);
};

test("another organization's, the other mode's and those of other projects are unknown", async () => {
  const admin = await world.member(org, "admin");
  const project = await createProject(world.call(admin), { name: "Closed", description: null });
  const { id } = await connect(admin, { project_id: project.id });
  const sync = await startSync(world.call(admin), { id });
  const stranger = await world.member(await world.organization(), "owner");
  for (const who of [stranger, { ...admin, livemode: false }, editor]) {
    expect(await Promise.all(attempts(who, id, sync.id))).toEqual(Array(9).fill("not_found"));
    const listed = await listConnectors(world.call(who), listConnectors.input.parse({ project_id: project.id }));
    expect(listed.data).toEqual([]);
    expect(await refusal(connect(who, { project_id: project.id }))).toBe("not_found");
  }
  const putting = putProjectMember.input.parse({ id: project.id, user_id: editor.user.id, role: "viewer" });
  await putProjectMember(world.call(admin), putting);
  const asViewer = await Promise.all(attempts(editor, id, sync.id));
  expect(asViewer).toEqual([
    "passed",
    "forbidden",
    "forbidden",
    "forbidden",
    "forbidden",
    "passed",
    "forbidden",
    "passed",
    "forbidden",
  ]);
  expect(await getConnector(world.call(admin), { id })).toMatchObject({ name: "Orders", version: 1 });
});

test("without connectors:write nothing is changed, without connectors:read nothing is read", async () => {
  const { id } = await connect();
  const sync = await startSync(world.call(editor), { id });
  const reader = await world.member(org, "editor", { scopes: ["connectors:read", "data:write"] });
  const viewer = await world.member(org, "viewer");
  const no = "insufficient_scope";
  expect(await Promise.all(attempts(reader, id, sync.id))).toEqual([
    "passed",
    no,
    no,
    no,
    no,
    "passed",
    no,
    "passed",
    no,
  ]);
  expect(await Promise.all(attempts(viewer, id, sync.id))).toEqual(Array(9).fill(no));
  expect(await refusal(connect(reader))).toBe(no);
});

test("one that is switched off is not synced; a fresh start forgets its failures", async () => {
  const { id } = await connect(editor, { schedule: { cron: "0 6 * * *", time_zone: "Europe/London" } });
  expect((await getConnector(world.call(editor), { id })).next_sync_at).toMatch(/T0[56]:00:00\.000Z$/);
  expect(await update(id, { enabled: false })).toMatchObject({ enabled: false, next_sync_at: null });
  expect(await refusal(startSync(world.call(editor), { id }))).toBe("conflict");
  expect(await update(id, { enabled: true })).toMatchObject({ enabled: true, next_sync_at: expect.any(String) });
  expect(await update(id, { schedule: null })).toMatchObject({ schedule: null, next_sync_at: null });
});

test("the fifth failure in a row switches it off, and its maker is told", async () => {
  const maker = await world.member(org, "editor");
  const { id } = await connect(maker, { settings: { kind: "http", url: `${feed.url}/gone.csv` }, secret: null });
  for (let n = 1; n <= 5; n += 1) {
    expect((await syncNow(world, maker, id)).status).toBe("failed");
    expect(await getConnector(world.call(maker), { id })).toMatchObject({ failures: n, enabled: n < 5 });
  }
  const { disabled_reason } = await getConnector(world.call(maker), { id });
  expect(disabled_reason).toBe(
    "5 syncs in a row have failed, the last of them so: There is nothing at this URL (status 404).",
  );
  expect((await actions(id)).at(-1)).toBe("connector.disabled");
  const alerts = await listAlerts(world.call(maker), listAlerts.input.parse({ kind: "connector.disabled" }));
  expect(alerts.data.map(({ summary }) => summary)).toEqual([
    `The connector “Orders” was switched off: ${disabled_reason}`,
  ]);
  expect((await listAlerts(world.call(editor), listAlerts.input.parse({ kind: "connector.disabled" }))).data).toEqual(
    [],
  );
  // Somebody else's late word about the same sync changes nothing any more.
  const [sync] = (await listSyncs(world.call(maker), listSyncs.input.parse({ id }))).data;
  const late = { id: sync?.id ?? "", org_id: org.id, connector_id: id } as Parameters<typeof finishFailed>[1];
  await finishFailed(world.runtime, late, { step: null, message: "late", review: null });
  expect(await getConnector(world.call(maker), { id })).toMatchObject({ failures: 5 });
});

test("its source and its project stay while it is there, and the source after it", async () => {
  const admin = await world.member(org, "admin");
  const project = await createProject(world.call(admin), { name: "Fed", description: null });
  const { id } = await connect(admin, { project_id: project.id });
  expect(await refusal(deleteProject(world.call(admin), { id: project.id }))).toBe("conflict");
  await syncNow(world, admin, id);
  const { source_id } = await getConnector(world.call(admin), { id });
  const source = source_id ?? "";
  expect(await refusal(deleteSource(world.call(admin), { id: source }))).toBe("conflict");
  await deleteConnector(world.call(admin), { id });
  await deleteSource(world.call(admin), { id: source });
  await deleteProject(world.call(admin), { id: project.id });
});

test("whoever does not see all of the source is told nothing that was counted, and changes nothing", async () => {
  const bound = await world.member(org, "editor");
  const { id } = await connect(editor, { key_columns: ["id"] });
  const sync = await syncNow(world, editor, id);
  const { source_id } = await getConnector(world.call(editor), { id });
  await createPolicy(
    world.call(await world.member(org, "admin")),
    createPolicy.input.parse({
      name: "P",
      source_id,
      applies_to: [{ type: "member", id: bound.user.id }],
      columns: [{ name: "id", access: "hidden" }],
    }),
  );
  const call = world.call(bound);
  const counted = { rows_read: 0, bytes_read: 0, changes: null };
  expect(await getSync(call, { id: sync.id })).toMatchObject(counted);
  expect((await listSyncs(call, listSyncs.input.parse({ id }))).data).toMatchObject([counted]);
  expect(await getConnector(call, { id })).toMatchObject({ key_columns: [], review: null, last_sync: counted });
  expect(await refusal(update(id, { settings: { url: `${feed.url}/others.csv` } }, bound))).toBe("policy_violation");
  expect(await getSync(world.call(editor), { id: sync.id })).toEqual(sync);
});

test("lists page by page", async () => {
  const there = await world.member(await world.organization(), "editor");
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await connect(there)).id);
  const list = (more: object) => listConnectors(world.call(there), listConnectors.input.parse(more));
  const first = await list({ limit: 2 });
  const rest = await list({ limit: 2, cursor: first.next_cursor });
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids);
  expect(rest.next_cursor).toBeNull();
  const [id = ""] = ids;
  for (let n = 0; n < 3; n += 1) await syncNow(world, there, id);
  const page = await listSyncs(world.call(there), listSyncs.input.parse({ id, limit: 2 }));
  expect([page.data.length, page.next_cursor]).toEqual([2, expect.any(String)]);
  const good = await listSyncs(world.call(there), listSyncs.input.parse({ id, status: "succeeded" }));
  expect(good.data).toHaveLength(1);
});
