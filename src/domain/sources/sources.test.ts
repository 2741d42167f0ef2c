import { readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { importFile } from "#testing/import-file.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { withoutBeginning } from "#testing/without-beginning.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { createSource } from "./create-source.ts";
import { deleteSource } from "./delete-source.ts";
import { exportRows } from "./export-rows.ts";
import { getSource } from "./get-source.ts";
import { listRejectedRows } from "./list-rejected-rows.ts";
import { listSources } from "./list-sources.ts";
import { readRows } from "./read-rows.ts";
import { stageUpload } from "./stage-upload.ts";
import { updateSource } from "./update-source.ts";
import { waitForImport } from "./wait-for-import.ts";

let world: World;
let org: { id: string };
let owner: Principal;
let stranger: Principal;
let tester: Principal;
let viewer: Principal;
let noScope: Principal;
beforeAll(async () => {
  world = await makeWorld();
  const organization = await world.organization();
  org = organization;
  owner = await world.member(organization, "owner");
  tester = await world.member(organization, "owner", { livemode: false });
  viewer = await world.member(organization, "viewer");
  noScope = await world.member(organization, "owner", { scopes: ["usage:read"] });
  stranger = await world.member(await world.organization("Other"), "owner");
});
afterAll(() => world.close());

const stage = (principal: Principal, content: string, fileName = "data.csv") =>
  stageUpload(world.call(principal), { stream: Readable.from([Buffer.from(content)]), fileName });
const page = (extra: object = {}) => ({ page: 1, page_size: 100, ...extra });
const list = (extra: object = {}) => ({ limit: 25, sort: "-created_at" as const, ...extra });
const actionsOf = async (id: string) =>
  (await world.owner<{ action: string }[]>`select action from audit_events where target_id = ${id} order by seq`).map(
    (row) => row.action,
  );
const vega = (name: string) => readFileSync(path.resolve("node_modules/vega-datasets/data", name));

describe("real data", () => {
  test("airports.csv: counts and cells as in the file", async () => {
    const made = await importFile(world, owner, vega("airports.csv"), { fileName: "airports.csv", name: "Airports" });
    expect(made).toMatchObject({ status: "ready", format: "csv", row_count: 3376, rejected_rows: 0 });
    expect(made.imported_bytes).toBe(made.bytes);
    expect(made.columns.map(({ name, type }) => [name, type])).toEqual([
      ["iata", "text"],
      ["name", "text"],
      ["city", "text"],
      ["state", "text"],
      ["country", "text"],
      ["latitude", "number"],
      ["longitude", "number"],
    ]);
    const rows = await readRows(world.call(owner), { id: made.id, ...page({ filter: ["iata:eq:00M"] }) });
    expect(rows.total_rows).toBe(1);
    expect(rows.data[0]).toEqual({
      iata: "00M",
      name: "Thigpen",
      city: "Bay Springs",
      state: "MS",
      country: "USA",
      latitude: 31.95376472,
      longitude: -89.23450472,
    });
  });

  test("seattle-weather.csv: dates are dates", async () => {
    const made = await importFile(world, owner, vega("seattle-weather.csv"));
    expect(made).toMatchObject({ status: "ready", row_count: 1461 });
    expect(made.columns[0]).toMatchObject({ name: "date", type: "date" });
    const rows = await readRows(world.call(owner), {
      id: made.id,
      ...page({ filter: ["date:gte:2015-12-30"], sort: "-date" }),
    });
    expect(rows.data.map((row) => row.date)).toEqual(["2015-12-31", "2015-12-30"]);
  });

  test("movies.json: every value as in the file", async () => {
    const records: Record<string, unknown>[] = JSON.parse(vega("movies.json").toString());
    const made = await importFile(world, owner, vega("movies.json"), { fileName: "movies.json" });
    expect(made).toMatchObject({ status: "ready", format: "json", row_count: records.length, rejected_rows: 0 });
    const { stream } = await exportRows(world.call(owner), { id: made.id, format: "json" });
    const found: Record<string, unknown>[] = JSON.parse(await textOf(stream));
    // Some titles are numbers in the file; the column is text.
    const cell = (value: unknown, type: string) =>
      type === "text" && typeof value === "number" ? String(value) : (value ?? null);
    const expected = records.map((record) =>
      Object.fromEntries(made.columns.map(({ name, type }) => [name, cell(record[name], type)])),
    );
    expect(found).toEqual(expected);
  });

  test("flights-200k.json: 231,083 rows, summed as in the file", async () => {
    const records: { delay: number; distance: number; time: number }[] = JSON.parse(
      vega("flights-200k.json").toString(),
    );
    const made = await importFile(world, owner, vega("flights-200k.json"), { fileName: "flights-200k.json" });
    expect(made).toMatchObject({ status: "ready", row_count: records.length, rejected_rows: 0 });
    const [, sums] = await world.runtime.sql.begin((tx) => [
      tx`select set_config('gatehouse.org_id', ${owner.orgId}, true)`,
      tx.unsafe<{ delay: string; distance: string }[]>(
        `select sum(delay)::text as delay, sum(distance)::text as distance from data."${made.id}"`,
      ),
    ]);
    expect(sums[0]).toEqual({
      delay: String(records.reduce((sum, row) => sum + row.delay, 0)),
      distance: String(records.reduce((sum, row) => sum + row.distance, 0)),
    });
    const deep = await readRows(world.call(owner), { id: made.id, page: 2000, page_size: 100 });
    expect(deep.data).toEqual(records.slice(199_900, 200_000));
  });
});

const textOf = async (stream: AsyncIterable<Buffer | string>) => {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
};

describe("staging", () => {
  test("looks at the file and records the upload", async () => {
    const upload = await stage(owner, "id,name\n1,Ada\n2,Alan\n", "../../etc/people.csv");
    expect(upload).toMatchObject({ file_name: "people.csv", bytes: 21, format: "csv", row_count: 2 });
    expect(upload.sha256).toHaveLength(64);
    expect(await actionsOf(upload.id)).toEqual(["upload.created"]);
  });

  test("needs data:write", async () => {
    await expect(stage(noScope, "a\n1\n")).rejects.toMatchObject({ code: "insufficient_scope" });
    await expect(stage(viewer, "a\n1\n")).rejects.toMatchObject({ code: "insufficient_scope" });
  });

  test("what is no table is refused with its reason, and leaves nothing", async () => {
    const before = await world.owner`select from uploads`;
    await expect(stage(owner, "PK\x03\x04 rubbish")).rejects.toMatchObject({
      code: "invalid_input",
      more: { errors: [{ attr: "file", code: "not_a_table" }] },
    });
    const picture = { stream: Readable.from(["x"]), fileName: "x.png", contentType: "image/png" };
    await expect(stageUpload(world.call(owner), picture)).rejects.toMatchObject({ code: "unsupported_media_type" });
    expect(await world.owner`select from uploads`).toHaveLength(before.length);
  });

  test("over 256 MiB: refused at the first byte too many", async () => {
    const chunk = Buffer.alloc(1024 * 1024, "x");
    let sent = 0;
    const stream = Readable.from(
      (function* () {
        for (; sent < 400; sent++) yield chunk;
      })(),
    );
    await expect(stageUpload(world.call(owner), { stream, fileName: "big.csv" })).rejects.toMatchObject({
      code: "payload_too_large",
    });
    expect(sent).toBeLessThan(270);
    expect(stream.destroyed).toBe(true);
  });

  test("a client that goes away leaves no file", async () => {
    const stream = new Readable({ read() {} });
    const staged = stageUpload(world.call(owner), { stream, fileName: "half.csv" });
    stream.push("a,b\n1,");
    stream.destroy();
    await expect(staged).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("creating", () => {
  test("applies what was chosen for the columns, and records it", async () => {
    const made = await importFile(world, owner, "id,zip,note\n1,02134,x\n2,10001,\n", {
      columns: [
        { name: "id", type: "text", rename: "number", description: "Running number" },
        { name: "zip", type: "integer" },
        { name: "note", skip: true },
      ],
    });
    expect(made).toMatchObject({ status: "ready", row_count: 1, rejected_rows: 1 });
    expect(made.columns).toEqual([
      { name: "number", type: "text", nullable: false, description: "Running number" },
      { name: "zip", type: "integer", nullable: false, description: null },
    ]);
    expect(await actionsOf(made.id)).toEqual(["source.created"]);
    const rejected = await listRejectedRows(world.call(owner), { id: made.id, limit: 10 });
    expect(rejected.data).toEqual([{ line: 2, column: "zip", reason: "is not a whole number", value: "02134" }]);
  });

  test.each([
    [[{ name: "nope" }], "columns.0.name"],
    [[{ name: "a" }, { name: "a" }], "columns.1.name"],
    [[{ name: "a", rename: "b" }], "columns.0.rename"],
    [[{ name: "a", rename: "_row" }], "columns.0.rename"],
    [[{ name: "a", rename: "ü".repeat(40) }], "columns.0.rename"],
    [
      [
        { name: "a", skip: true },
        { name: "b", skip: true },
      ],
      "columns",
    ],
  ])("refuses the choice %j", async (columns, attr) => {
    const upload = await stage(owner, "a,b\n1,2\n");
    await expect(createSource(world.call(owner), { upload_id: upload.id, name: "X", columns })).rejects.toMatchObject({
      code: "invalid_input",
      more: { errors: [{ attr }] },
    });
  });

  test("needs data:write; another organization's upload or project does not exist", async () => {
    const upload = await stage(owner, "a\n1\n");
    const input = { upload_id: upload.id, name: "X" };
    await expect(createSource(world.call(viewer), input)).rejects.toMatchObject({ code: "insufficient_scope" });
    await expect(createSource(world.call(stranger), input)).rejects.toMatchObject({ code: "not_found" });
    const projects = await world.owner<
      { id: string }[]
    >`select id from projects where org_id = ${stranger.orgId} or (org_id = ${org.id} and not livemode)`;
    expect(projects).toHaveLength(3);
    for (const { id } of projects)
      await expect(createSource(world.call(owner), { ...input, project_id: id })).rejects.toMatchObject({
        code: "not_found",
      });
  });

  test("an Idempotency-Key knows the file by its content", async () => {
    const request = { idempotencyKey: "once" };
    const call = world.call(owner, request);
    const make = async (content: string) => {
      const upload = await stageUpload(call, { stream: Readable.from([Buffer.from(content)]), fileName: "x.csv" });
      return createSource(call, { upload_id: upload.id, name: "Once" });
    };
    const first = await make("a\n1\n");
    await waitForImport(world.runtime, first.id, PATIENCE_MS);
    expect((await make("a\n1\n")).id).toBe(first.id);
    await expect(make("a\n2\n")).rejects.toMatchObject({ code: "conflict" });
  });

  test("one upload becomes one source, also when asked twice at once", async () => {
    const upload = await stage(owner, "a\n1\n");
    const input = { upload_id: upload.id, name: "Twice" };
    const outcomes = await Promise.allSettled([
      createSource(world.call(owner), input),
      createSource(world.call(owner), input),
    ]);
    const made = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(made).toHaveLength(1);
    await waitForImport(world.runtime, made[0]!.id, PATIENCE_MS);
    await expect(createSource(world.call(owner), input)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("rejected rows", () => {
  let made: Source;
  beforeAll(async () => {
    const good = Array.from({ length: 30 }, (_, i) => `${i},x`);
    made = await importFile(
      world,
      owner,
      ["n,t", ...good, "1,a,b", "2,nul\0byte", '3,"open', "4,x", "oops,x"].join("\n"),
      {
        columns: [{ name: "n", type: "integer" }],
      },
    );
  });

  test("are told by line, column, reason and value", async () => {
    expect(made).toMatchObject({ status: "ready", row_count: 31, rejected_rows: 4 });
    const found = await listRejectedRows(world.call(viewer), { id: made.id, limit: 3 });
    expect(found.data).toEqual([
      { line: 32, column: null, reason: "the row has 3 cells, the header has 2", value: "1,a,b" },
      { line: 33, column: "t", reason: "contains a NUL character", value: "nul␀byte" },
      { line: 34, column: null, reason: "a quote is opened and not closed", value: '3,"open\n' },
    ]);
    const rest = await listRejectedRows(world.call(viewer), { id: made.id, limit: 3, cursor: found.next_cursor ?? "" });
    expect(rest).toEqual({
      data: [{ line: 36, column: "n", reason: "is not a whole number", value: "oops" }],
      next_cursor: null,
    });
  });

  test("need data:read, and stay in their organization and mode", async () => {
    const input = { id: made.id, limit: 3 };
    await expect(listRejectedRows(world.call(noScope), input)).rejects.toMatchObject({ code: "insufficient_scope" });
    await expect(listRejectedRows(world.call(stranger), input)).rejects.toMatchObject({ code: "not_found" });
    await expect(listRejectedRows(world.call(tester), input)).rejects.toMatchObject({ code: "not_found" });
  });

  test("the first 1,000 are kept, all are counted", async () => {
    const many = await importFile(world, owner, `a,b\n${"x\n".repeat(2500)}`);
    expect(many).toMatchObject({ status: "ready", row_count: 0, rejected_rows: 2500 });
    const [kept] = await world.owner`select count(*)::int as count from rejected_rows where source_id = ${many.id}`;
    expect(kept?.count).toBe(1000);
  });
});

describe("one source", () => {
  test("get, list, rows and export need data:read, and stay in their organization and mode", async () => {
    const made = await importFile(world, owner, "a\n1\n", { name: "Walls" });
    const reads = [
      (who: Principal) => getSource(world.call(who), { id: made.id }),
      (who: Principal) => readRows(world.call(who), { id: made.id, ...page() }),
      (who: Principal) => exportRows(world.call(who), { id: made.id, format: "csv" }),
    ];
    for (const read of reads) {
      await expect(read(viewer)).resolves.toBeDefined();
      await expect(read(noScope)).rejects.toMatchObject({ code: "insufficient_scope" });
      await expect(read(stranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(read(tester)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(listSources(world.call(noScope), list())).rejects.toMatchObject({ code: "insufficient_scope" });
    expect((await listSources(world.call(stranger), list())).data).toEqual([]);
    expect((await listSources(world.call(tester), list())).data).toEqual([]);
  });

  test("a test principal makes test sources", async () => {
    const made = await importFile(world, tester, "a\n1\n");
    expect(made.livemode).toBe(false);
    await expect(getSource(world.call(owner), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("row-level security stands behind the verbs", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const seenBy = (orgId: string) =>
      world.runtime.sql.begin(async (tx) => {
        await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
        return (await tx.unsafe(`select * from data."${made.id}"`)).length;
      });
    expect(await seenBy(owner.orgId)).toBe(1);
    expect(await seenBy(stranger.orgId)).toBe(0);
    expect(await seenBy("")).toBe(0);
  });

  test("update renames, records, and heeds If-Match", async () => {
    const made = await importFile(world, owner, "a\n1\n", { name: "Before" });
    const after = await updateSource(world.call(owner, { ifMatch: `"v${made.version}"` }), {
      id: made.id,
      name: "After",
      description: "What it is",
    });
    expect(after).toMatchObject({ name: "After", description: "What it is", version: made.version + 1 });
    await expect(
      updateSource(world.call(owner, { ifMatch: '"v1"' }), { id: made.id, name: "Late" }),
    ).rejects.toMatchObject({ code: "precondition_failed" });
    await expect(updateSource(world.call(viewer), { id: made.id, name: "X" })).rejects.toMatchObject({
      code: "insufficient_scope",
    });
    await expect(updateSource(world.call(stranger), { id: made.id, name: "X" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await actionsOf(made.id)).toEqual(["source.created", "source.updated"]);
  });

  test("delete removes the source and its table, and records", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    await expect(deleteSource(world.call(viewer), { id: made.id })).rejects.toMatchObject({
      code: "insufficient_scope",
    });
    await expect(deleteSource(world.call(stranger), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteSource(world.call(tester), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await deleteSource(world.call(owner), { id: made.id });
    await expect(getSource(world.call(owner), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteSource(world.call(owner), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await actionsOf(made.id)).toEqual(["source.created", "source.deleted"]);
    await expect.poll(() => world.owner`select to_regclass(${`data.${made.id}`}) as found`).toEqual([{ found: null }]);
  });

  test("an import under way undoes itself when its source is deleted", async () => {
    const upload = await stage(owner, `a,b\n${"1,some text\n".repeat(1000)}`);
    const made = await withoutBeginning(world, () =>
      createSource(world.call(owner), { upload_id: upload.id, name: "Short-lived" }),
    );
    // Somebody is about to make a table of that name, so the import waits at its first step until they think better.
    await world.owner.begin(async (tx) => {
      await tx.unsafe(`create table data."${made.id}" ()`);
      world.runtime.importer.begin(made.id);
      const waiting = () => world.owner`select pid from pg_stat_activity where datname = current_database()
        and application_name = 'gatehouse import' and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await waiting()).length).toBe(1);
      await expect(readRows(world.call(owner), { id: made.id, ...page() })).rejects.toMatchObject({ code: "conflict" });
      await deleteSource(world.call(owner), { id: made.id });
      await tx`drop table ${tx(`data.${made.id}`)}`;
    });
    await waitForImport(world.runtime, made.id, PATIENCE_MS);
    expect(await world.owner`select to_regclass(${`data.${made.id}`}) as found`).toEqual([{ found: null }]);
  });
});

test("the list pages in every order, and finds by name", async () => {
  const member = await world.member(await world.organization("Lister"), "owner");
  for (const [index, name] of ["Beta", "alpha", "Beta", "100%"].entries())
    await importFile(world, member, `a\n${"1\n".repeat(index % 3)}`, { name });
  const call = world.call(member);
  const everything = await listSources(call, list());
  expect(everything.data.map((one) => one.name)).toEqual(["100%", "Beta", "alpha", "Beta"]);
  for (const sort of ["-created_at", "created_at", "name", "-row_count", "-updated_at"] as const) {
    const whole = await listSources(call, list({ sort }));
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const next = await listSources(call, list({ sort, limit: 1, cursor }));
      paged.push(...next.data.map((one) => one.id));
      if (next.next_cursor === null) break;
      cursor = next.next_cursor;
    }
    expect(paged).toEqual(whole.data.map((one) => one.id));
  }
  expect((await listSources(call, list({ q: "bet" }))).data).toHaveLength(2);
  expect((await listSources(call, list({ q: "%" }))).data.map((one) => one.name)).toEqual(["100%"]);
  expect((await listSources(call, list({ status: "failed" }))).data).toEqual([]);
});
