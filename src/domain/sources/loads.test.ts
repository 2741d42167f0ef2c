import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { importFile } from "#testing/import-file.ts";
import { PATIENCE_MS } from "#testing/patience.ts";
import { withoutBeginning } from "#testing/without-beginning.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { appendRows } from "./append-rows.ts";
import { createSource } from "./create-source.ts";
import { deleteSource } from "./delete-source.ts";
import { getSource } from "./get-source.ts";
import { listRejectedRows } from "./list-rejected-rows.ts";
import { readRows } from "./read-rows.ts";
import { replaceContent } from "./replace-content.ts";
import { reviewContent } from "./review-content.ts";
import { stageUpload } from "./stage-upload.ts";
import { updateSource } from "./update-source.ts";

let world: World;
let org: Organization;
let owner: Principal;
let viewer: Principal;
let stranger: Principal;
let noScope: Principal;
beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
  owner = await world.member(org, "owner");
  viewer = await world.member(org, "viewer");
  noScope = await world.member(org, "owner", { scopes: ["data:read"] });
  stranger = await world.member(await world.organization("Other"), "owner");
});
afterAll(() => world.close());

const stage = async (content: string, principal = owner) =>
  (await stageUpload(world.call(principal), { stream: Readable.from([content]), fileName: "next.csv" })).id;
const settled = async (source: Source): Promise<Source> => {
  if (source.load) await world.runtime.importer.wait(source.load.id, PATIENCE_MS);
  return getSource(world.call(owner), { id: source.id });
};
const replace = async (id: string, content: string, more: object = {}) =>
  replaceContent(world.call(owner), replaceContent.input.parse({ id, upload_id: await stage(content), ...more }));
const append = (id: string, rows: object[], principal = owner, request = {}) =>
  appendRows(world.call(principal, request), appendRows.input.parse({ id, rows }));
const appendFile = async (id: string, content: string, more: object = {}) =>
  appendRows(world.call(owner), appendRows.input.parse({ id, upload_id: await stage(content), ...more }));
const rowsOf = async (id: string, extra: object = {}) =>
  (await readRows(world.call(owner), { id, page: 1, page_size: 1000, ...extra })).data;
const eventsOf = async (id: string) =>
  (await world.owner<{ action: string }[]>`select action from audit_events where target_id = ${id} order by seq`).map(
    ({ action }) => action,
  );
const schema = (source: Source) => source.columns.map(({ name, type }) => `${name} ${type}`);

describe("replacing", () => {
  test("reads old rows until all new ones are there, then only new ones", async () => {
    const made = await importFile(world, owner, "a,b\n1,x\n2,y\n");
    const begun = await withoutBeginning(world, () => replace(made.id, "a,b\n7,z\n8,\n9,w\n"));
    expect(begun).toMatchObject({ status: "ready", row_count: 2, load: { kind: "replace", status: "pending" } });
    expect(await rowsOf(made.id)).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
    world.runtime.importer.begin(begun.load?.id ?? "");
    const after = await settled(begun);
    expect(after).toMatchObject({
      status: "ready",
      row_count: 3,
      file_name: "next.csv",
      load: { status: "done", error: null },
    });
    expect(Date.parse(after.data_updated_at ?? "")).toBeGreaterThan(Date.parse(made.data_updated_at ?? ""));
    expect(after.columns.map(({ nullable }) => nullable)).toEqual([false, true]);
    expect(await rowsOf(made.id)).toEqual([
      { a: 7, b: "z" },
      { a: 8, b: null },
      { a: 9, b: "w" },
    ]);
    expect(await eventsOf(made.id)).toEqual(["source.created", "source.replaced"]);
  });

  test("a cursor from before does not go on in the new rows", async () => {
    const made = await importFile(world, owner, "a\n1\n2\n3\n");
    const page = { id: made.id, page: 1, page_size: 1 };
    const first = await readRows(world.call(owner), page);
    await settled(await replace(made.id, "a\n4\n5\n6\n"));
    await expect(readRows(world.call(owner), { ...page, cursor: first.next_cursor ?? "" })).rejects.toMatchObject({
      code: "invalid_input",
      more: { errors: [{ attr: "cursor", code: "invalid_cursor" }] },
    });
  });

  test("the table of before stays for a moment, then it is swept away", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    await settled(await replace(made.id, "a\n2\n"));
    const found = async () => {
      await world.runtime.importer.sweep();
      const [row] = await world.owner`select to_regclass(${`data.${made.id}`}) as found`;
      return row?.found === null ? "gone" : "there";
    };
    expect(await found()).toBe("there");
    await world.owner`update source_loads set finished_at = now() - interval '5 minutes' where source_id = ${made.id}`;
    await expect.poll(found).toBe("gone");
    expect(await rowsOf(made.id)).toEqual([{ a: 2 }]);
  });

  test("killed half-way the old rows stay, and it is taken up again", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const begun = await withoutBeginning(world, () => replace(made.id, "a\n2\n3\n"));
    const lock = await world.owner.reserve();
    const [self] = await lock<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await lock`begin`;
    await lock`select 1 from sources where id = ${made.id} for update`;
    world.runtime.importer.begin(begun.load?.id ?? "");
    const waiting = () => world.owner`select pid from pg_stat_activity where datname = current_database()
      and application_name = 'gatehouse import' and ${self?.pid ?? 0} = any(pg_blocking_pids(pid))`;
    await expect.poll(async () => (await waiting()).length, { interval: 20 }).toBeGreaterThan(0);
    await world.owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'gatehouse import'`;
    await lock`rollback`;
    lock.release();
    await world.runtime.importer.wait(begun.load?.id ?? "", PATIENCE_MS);
    expect(await rowsOf(made.id)).toEqual([{ a: 1 }]);
    expect((await settled(begun)).load?.status).toBe("pending");
    await world.runtime.importer.sweep();
    expect(await settled(begun)).toMatchObject({ row_count: 2, load: { status: "done" } });
    expect(await rowsOf(made.id)).toEqual([{ a: 2 }, { a: 3 }]);
  });

  test("another file meanwhile, and rows, are refused until it is over", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const begun = await withoutBeginning(world, () => replace(made.id, "a\n2\n"));
    await expect(replace(made.id, "a\n3\n")).rejects.toMatchObject({ code: "conflict" });
    await expect(appendFile(made.id, "a\n3\n")).rejects.toMatchObject({ code: "conflict" });
    await expect(append(made.id, [{ a: 3 }])).rejects.toMatchObject({ code: "conflict" });
    world.runtime.importer.begin(begun.load?.id ?? "");
    await settled(begun);
    await append(made.id, [{ a: 3 }]);
    expect(await rowsOf(made.id)).toEqual([{ a: 2 }, { a: 3 }]);
  });

  test("of several at once, one begins", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const outcomes = await withoutBeginning(world, () =>
      Promise.allSettled([2, 3, 4].map((value) => replace(made.id, `a\n${value}\n`))),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  test("a source that is deleted meanwhile leaves nothing", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const begun = await withoutBeginning(world, () => replace(made.id, "a\n2\n"));
    await deleteSource(world.call(owner), { id: made.id });
    world.runtime.importer.begin(begun.load?.id ?? "");
    await world.runtime.importer.wait(begun.load?.id ?? "", PATIENCE_MS);
    expect(await world.owner`select 1 from source_loads where source_id = ${made.id}`).toEqual([]);
  });

  test("a failed import is mended by replacing it", async () => {
    const upload_id = await stage("a\n1\n");
    const made = await withoutBeginning(world, () => createSource(world.call(owner), { upload_id, name: "Broken" }));
    await world.owner`update sources set status = 'failed', error = 'it was broken' where id = ${made.id}`;
    await expect(append(made.id, [{ a: 1 }])).rejects.toMatchObject({ code: "conflict" });
    const after = await settled(await replace(made.id, "b\nx\n"));
    expect(after).toMatchObject({ status: "ready", error: null, row_count: 1 });
    expect(await rowsOf(made.id)).toEqual([{ b: "x" }]);
  });
});

describe("other columns", () => {
  const differing = "a,c,d\n1.5,2024-01-01,x\n";

  test("are refused with each difference, and taken over when they are accepted", async () => {
    const made = await importFile(world, owner, "a,b,c\n1,x,2024-01-01\n", {
      columns: [{ name: "c", description: "When" }],
    });
    await expect(replace(made.id, differing)).rejects.toMatchObject({
      code: "schema_changed",
      more: {
        errors: [
          { attr: "columns.a", code: "type_changed", detail: 'The column "a" was integer and would be number.' },
          { attr: "columns.b", code: "column_gone", detail: 'The column "b" of type text is gone.' },
          { attr: "columns.d", code: "column_added", detail: 'The column "d" of type text is new.' },
        ],
      },
    });
    expect(await rowsOf(made.id)).toEqual([{ a: 1, b: "x", c: "2024-01-01" }]);

    const upload_id = await stage(differing);
    const review = await reviewContent(world.call(owner), { id: made.id, upload_id });
    expect(review).toMatchObject({
      differences: [
        { column: "a", change: "type", from: "integer", to: "number" },
        { column: "b", change: "gone", from: "text", to: null },
        { column: "d", change: "added", from: null, to: "text" },
      ],
      rows_before: 1,
      rows_after: 1,
    });
    expect(review.columns.map(({ name }) => name)).toEqual(["a", "c", "d"]);

    const after = await settled(await replace(made.id, differing, { accept_schema_change: true }));
    expect(schema(after)).toEqual(["a number", "c date", "d text"]);
    expect(after.columns.map(({ description }) => description)).toEqual([null, "When", null]);
    expect(await rowsOf(made.id)).toEqual([{ a: 1.5, c: "2024-01-01", d: "x" }]);
  });

  test("values that fit the type of a column change no type: whole numbers, days, nothing at all", async () => {
    const made = await importFile(world, owner, "n,t,e,w\n1.5,2024-01-01T10:00:00Z,5,x\n");
    expect(schema(made)).toEqual(["n number", "t timestamp", "e integer", "w text"]);
    const after = await settled(await replace(made.id, "n,t,e,w\n1,2024-01-02,,7\n"));
    expect(schema(after)).toEqual(schema(made));
    expect(await rowsOf(made.id)).toEqual([{ n: 1, t: "2024-01-02T00:00:00Z", e: null, w: "7" }]);
  });

  test("what was chosen for a column holds for the next file: its name, its type, and that it is left out", async () => {
    const made = await importFile(world, owner, "code,secret,n\n007,x,1\n", {
      columns: [
        { name: "code", rename: "agent", type: "text" },
        { name: "secret", skip: true },
      ],
    });
    expect(schema(made)).toEqual(["agent text", "n integer"]);
    const after = await settled(await replace(made.id, "n,code,secret\n2,008,y\n"));
    expect(schema(after)).toEqual(["agent text", "n integer"]);
    expect(await rowsOf(made.id)).toEqual([{ agent: "008", n: 2 }]);
  });

  test("rows that do not fit are those of the last file", async () => {
    const made = await importFile(world, owner, "a\n1\nx\n", { columns: [{ name: "a", type: "integer" }] });
    expect(made.rejected_rows).toBe(1);
    const after = await settled(await replace(made.id, "a\n2\ny\nz\n"));
    expect(after).toMatchObject({ row_count: 1, rejected_rows: 2 });
    const rejected = await listRejectedRows(world.call(owner), { id: made.id, limit: 10 });
    expect(rejected.data.map(({ line, value }) => [line, value])).toEqual([
      [3, "y"],
      [4, "z"],
    ]);
  });
});

describe("appending", () => {
  test("rows as JSON: typed by their columns, in their order, after all others", async () => {
    const made = await importFile(
      world,
      owner,
      'n,f,b,d,t,j,w\n1,1.5,true,2024-01-01,2024-01-01T00:00:00Z,"{""k"":1}",x\n',
    );
    expect(schema(made).map((text) => text.slice(2))).toEqual([
      "integer",
      "number",
      "boolean",
      "date",
      "timestamp",
      "json",
      "text",
    ]);
    const after = await append(made.id, [
      {
        n: "9223372036854775807",
        f: 2,
        b: false,
        d: "2024-02-29",
        t: "2024-02-29T12:00:00+02:00",
        j: [1, null],
        w: "ä'\"\\",
      },
      { w: "only this" },
    ]);
    expect(after).toMatchObject({ row_count: 3, version: made.version + 1 });
    expect(after.columns.every(({ name, nullable }) => nullable === (name !== "w"))).toBe(true);
    expect((await rowsOf(made.id)).slice(1)).toEqual([
      {
        n: "9223372036854775807",
        f: 2,
        b: false,
        d: "2024-02-29",
        t: "2024-02-29T10:00:00Z",
        j: [1, null],
        w: "ä'\"\\",
      },
      { n: null, f: null, b: null, d: null, t: null, j: null, w: "only this" },
    ]);
    expect(await eventsOf(made.id)).toEqual(["source.created", "source.appended"]);
  });

  test("all of them or none, and each fault by its place", async () => {
    const made = await importFile(world, owner, "a,b\n1,x\n");
    await expect(append(made.id, [{ a: 2 }, { a: "two", c: 1 }, { a: 1.5 }])).rejects.toMatchObject({
      code: "invalid_input",
      more: {
        errors: [
          { attr: "rows.1.c", code: "unknown_column" },
          { attr: "rows.1.a", code: "invalid_value" },
          { attr: "rows.2.a", code: "invalid_value" },
        ],
      },
    });
    await expect(append(made.id, [{ b: "\0" }])).rejects.toMatchObject({ code: "invalid_input" });
    await expect(append(made.id, [{ b: "\ud800" }])).rejects.toMatchObject({ code: "invalid_input" });
    expect(await getSource(world.call(owner), { id: made.id })).toMatchObject({ row_count: 1, version: made.version });
  });

  test("many at once lose no row and no count, and one Idempotency-Key appends once", async () => {
    const made = await importFile(world, owner, "a\n0\n");
    await Promise.all(Array.from({ length: 12 }, (_, i) => append(made.id, [{ a: i + 1 }, { a: -i - 1 }])));
    const keyed = { idempotencyKey: "append-once" };
    await append(made.id, [{ a: 99 }], owner, keyed);
    await append(made.id, [{ a: 99 }], owner, keyed);
    await expect(append(made.id, [{ a: 98 }], owner, keyed)).rejects.toMatchObject({ code: "conflict" });
    expect((await getSource(world.call(owner), { id: made.id })).row_count).toBe(26);
    const values = (await rowsOf(made.id)).map(({ a }) => a);
    expect(values).toHaveLength(26);
    expect(new Set(values).size).toBe(26);
  });

  test("a file: after the rows before it, without a word about columns that it lacks", async () => {
    const made = await importFile(world, owner, "a,b\n1,x\n");
    const after = await settled(await appendFile(made.id, "a\n2\nno number\n3\n"));
    expect(after).toMatchObject({ row_count: 3, rejected_rows: 1, load: { kind: "append", status: "done" } });
    expect(schema(after)).toEqual(["a integer", "b text"]);
    expect(after.columns.map(({ nullable }) => nullable)).toEqual([false, true]);
    expect(await rowsOf(made.id)).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: null },
      { a: 3, b: null },
    ]);
    // The table in which the file was received is gone.
    const left = await world.owner`select c.relname from pg_class c where c.relnamespace = 'data'::regnamespace
      and c.relkind = 'r' and not exists (select 1 from sources s where s.table_name = c.relname)
      and not exists (select 1 from source_loads l where l.retired_table = c.relname)`;
    expect(left).toEqual([]);
  });

  test("a file with a column of its own is refused, unless that is left out", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    await expect(appendFile(made.id, "a,z\n2,y\n")).rejects.toMatchObject({
      code: "schema_changed",
      more: { errors: [{ attr: "columns.z", code: "column_added" }] },
    });
    await settled(await appendFile(made.id, "a,z\n2,y\n", { columns: [{ name: "z", skip: true }] }));
    expect(await rowsOf(made.id)).toEqual([{ a: 1 }, { a: 2 }]);
    // Leaving it out was for that file only.
    await expect(appendFile(made.id, "a,z\n2,y\n")).rejects.toMatchObject({ code: "schema_changed" });
  });

  test("a cursor goes on into rows that came after it", async () => {
    const made = await importFile(world, owner, "a\n1\n2\n");
    const page = { id: made.id, page: 1, page_size: 1 };
    const first = await readRows(world.call(owner), page);
    await append(made.id, [{ a: 3 }]);
    const next = await readRows(world.call(owner), { ...page, page_size: 10, cursor: first.next_cursor ?? "" });
    expect(next.data).toEqual([{ a: 2 }, { a: 3 }]);
  });

  test("10 million rows are the end", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    await world.owner`update sources set row_count = 9999999 where id = ${made.id}`;
    await expect(append(made.id, [{ a: 1 }, { a: 2 }])).rejects.toMatchObject({ code: "invalid_input" });
    const after = await settled(await appendFile(made.id, "a\n2\n3\n"));
    expect(after.load).toMatchObject({ status: "failed", error: expect.stringContaining("10 million") });
    expect(await rowsOf(made.id)).toEqual([{ a: 1 }]);
  });
});

describe("who may", () => {
  test("editors with data:write, in their own organization, on the version they saw", async () => {
    const made = await importFile(world, owner, "a\n1\n");
    const upload_id = await stage("a\n2\n");
    const replaceAs = (principal: Principal, request = {}) =>
      replaceContent(world.call(principal, request), { id: made.id, upload_id, accept_schema_change: false });
    for (const [principal, code] of [
      [viewer, "insufficient_scope"],
      [noScope, "insufficient_scope"],
      [stranger, "not_found"],
    ] as const) {
      await expect(replaceAs(principal)).rejects.toMatchObject({ code });
      await expect(append(made.id, [{ a: 1 }], principal)).rejects.toMatchObject({ code });
      await expect(updateSource(world.call(principal), { id: made.id, name: "Mine" })).rejects.toMatchObject({ code });
    }
    await expect(replaceAs(owner, { ifMatch: '"v999"' })).rejects.toMatchObject({ code: "precondition_failed" });
    await expect(append(made.id, [{ a: 1 }], owner, { ifMatch: '"v999"' })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    const other = await world.member(org, "owner");
    await expect(replaceAs(other)).rejects.toMatchObject({ code: "not_found" });
    expect(await rowsOf(made.id)).toEqual([{ a: 1 }]);
  });

  test("descriptions and the project are changed one by one, each in the audit log", async () => {
    const made = await importFile(world, owner, "a,b\n1,x\n");
    const described = await updateSource(world.call(owner), {
      id: made.id,
      column_descriptions: { a: "The first", b: "The second" },
    });
    expect(described.columns.map(({ description }) => description)).toEqual(["The first", "The second"]);
    expect(described.data_updated_at).toBe(made.data_updated_at);
    const taken = await updateSource(world.call(owner), { id: made.id, column_descriptions: { a: null } });
    expect(taken.columns.map(({ description }) => description)).toEqual([null, "The second"]);
    await expect(
      updateSource(world.call(owner), { id: made.id, column_descriptions: { zzz: "Nothing" } }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const [test] = await world.owner<
      { id: string }[]
    >`select id from projects where org_id = ${org.id} and not livemode`;
    await expect(updateSource(world.call(owner), { id: made.id, project_id: test?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await world.owner`insert into projects (id, org_id, name, livemode, is_default)
      values ('prj_other', ${org.id}, 'Other', true, false)`;
    const moved = await updateSource(world.call(owner), { id: made.id, project_id: "prj_other" });
    expect(moved.project_id).toBe("prj_other");
    expect(await eventsOf(made.id)).toEqual(["source.created", ...Array(3).fill("source.updated")]);
  });
});
