import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ReadRowsInput, type Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { appendRows } from "#domain/sources/append-rows.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { compileSelect } from "../reading/compile-select.ts";
import { parseSelection } from "../reading/parse-selection.ts";
import { startIndexer } from "./indexer.ts";

let world: World;
let owner: Principal;
let made: Source;
const ROWS = 60_000;
beforeAll(async () => {
  world = await makeWorld();
  owner = await world.member(await world.organization(), "owner");
  const row = (_: unknown, i: number) => `${i % 10 === 0 ? "" : (i * 7919) % 1000},${i % 3},w${i}\n`;
  made = await importFile(world, owner, `n,g,w\n${Array.from({ length: ROWS }, row).join("")}`);
});
afterAll(() => world.close());

const read = (extra: object) =>
  readRows(world.call(owner), ReadRowsInput.parse({ id: made.id, page_size: 1000, ...extra }));
const indexes = async () => {
  await world.runtime.indexer.settled();
  const rows = await world.owner<{ def: string }[]>`select pg_get_indexdef(indexrelid) as def from pg_index
    where indrelid = to_regclass(${`data.${made.id}`}) and not indisprimary order by 1`;
  return rows.map(({ def }) => def.replace(/^.* USING btree /, "")).toSorted();
};

test("the order that was asked for has an index soon, and no other has", async () => {
  await read({});
  await read({ sort: "w" });
  expect(await indexes()).toEqual([]);
  await Promise.all([read({ sort: "n" }), read({ sort: "n,g" }), read({ sort: "-n" })]);
  expect(await indexes()).toEqual(["(n DESC NULLS LAST, _row)", "(n, _row)"]);
});

test("a page in that order, and the one after a cursor, read a stretch of the index and sort no table", async () => {
  await Promise.all([read({ sort: "n" }), read({ sort: "-n" })]);
  await indexes();
  await world.owner.unsafe(`analyze data."${made.id}"`);
  const columns = made.columns.map((column) => ({ ...column, mask: null }));
  const view = { tableName: made.id, columns, where: undefined, fingerprint: "all", rowSecret: null, refused: null };
  for (const sort of ["n", "-n"])
    for (const after of [undefined, { row: "30000", values: ["500"] }, { row: "30000", values: [null] }]) {
      const statement = compileSelect(view, parseSelection({ sort }, columns), { limit: 100, after });
      const { sql, params } = new PgDialect().sqlToQuery(statement);
      const rows = await world.owner.unsafe(`explain (analyze, format json) ${sql}`, params as never[]);
      const plan = JSON.stringify(rows);
      expect([sort, after, plan.includes("Seq Scan")]).toEqual([sort, after, false]);
      // Rows without a value are a tenth of all, which may be cheaper to sort than to look up.
      const most = Math.max(...[...plan.matchAll(/"Actual Rows":\s*([\d.]+)/g)].map(([, rows]) => Number(rows)));
      expect(most).toBeLessThanOrEqual(ROWS / 10);
    }
});

test("pages by cursor are the whole, in order, across rows without a value", async () => {
  for (const sort of ["n", "-n,g"]) {
    const all: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read({
        sort,
        fields: "n,g,w",
        filter: ["g:eq:1"],
        ...(cursor && { cursor }),
      });
      all.push(...page.data.map((row) => row.w));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(all).toHaveLength(ROWS / 3);
    expect(new Set(all).size).toBe(ROWS / 3);
  }
});

test("an index that was left half made is made again; a table that is gone is no fault", async () => {
  const [index] = await world.owner<{ name: string }[]>`select indexrelid::regclass::text as name from pg_index
    where indrelid = to_regclass(${`data.${made.id}`}) and not indisprimary and indoption[0] = 0 limit 1`;
  const name = index?.name ?? "";
  await world.owner.unsafe(`drop index ${name}`);
  // A concurrent index that cannot be finished stays as an invalid one.
  const failed = world.owner.unsafe(`create unique index concurrently ${name.split(".")[1]} on data."${made.id}" (g)`);
  await expect(failed).rejects.toMatchObject({ code: "23505" });
  const fresh = startIndexer({ databaseUrl: world.config.databaseUrl, log: world.runtime.log });
  fresh.want({ tableName: made.id, column: "n", descending: false });
  fresh.want({ tableName: "src_gone", column: "n", descending: false });
  await fresh.settled();
  const valid = await world.owner`select bool_and(indisvalid) as all from pg_index
    where indrelid = to_regclass(${`data.${made.id}`})`;
  expect(valid).toEqual([{ all: true }]);
  await fresh.stop();
  await appendRows(world.call(owner), { id: made.id, rows: [{ n: 1, g: 1, w: "new" }] });
});

test("page numbers end at a million rows, and the answer says how to go on", async () => {
  await expect(read({ page: 1002 })).rejects.toMatchObject({
    code: "invalid_input",
    more: { errors: [{ attr: "page", code: "too_big", detail: expect.stringContaining("next_cursor") }] },
  });
  expect((await read({ page: 1000 })).data).toEqual([]);
});
