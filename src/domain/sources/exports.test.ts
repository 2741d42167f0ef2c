import { type Table as ArrowTable, tableFromIPC } from "apache-arrow";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { readParquet, Table, writeParquet } from "parquet-wasm/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { exportRows } from "./export-rows.ts";

let world: World;
let org: Organization;
let owner: Principal;
let made: Source;
beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
  owner = await world.member(org, "owner");
  made = await importFile(
    world,
    owner,
    rows
      .map((row) => JSON.stringify(row))
      .join("\n")
      .replaceAll('"∎', "")
      .replaceAll('∎"', ""),
    { columns: [{ name: "t", type: "timestamp" }] },
  );
  expect(made.rejected_rows).toBe(0);
  expect(made.columns.map(({ type }) => type)).toEqual([
    "integer",
    "number",
    "boolean",
    "date",
    "timestamp",
    "text",
    "json",
  ]);
});
afterAll(() => world.close());

/** Between ∎ a number stands as it is in the file, with digits that JSON.stringify could not write. */
const rows = [
  {
    n: "∎9223372036854775807∎",
    f: 0.1,
    b: true,
    d: "2024-02-29",
    t: "2024-02-29T23:59:59.123456Z",
    s: 'ä\n😀,"',
    j: { k: ["∎12345678901234567890∎", null] },
  },
  {
    n: "∎-9223372036854775808∎",
    f: -1e300,
    b: false,
    d: "0001-01-01",
    t: "1969-12-31T23:59:59.999999Z",
    s: "",
    j: { k: [] },
  },
  { n: null, f: null, b: null, d: null, t: null, s: null, j: null },
  { n: 0, f: -0.5, b: false, d: "9999-12-31", t: "9998-12-31T00:00:00.000000Z", s: "x", j: { k: [] } },
];

const bytesOf = async (format: "parquet" | "arrow", id = made.id, principal = owner, extra: object = {}) => {
  const { stream, ...rest } = await exportRows(world.call(principal), { id, format, ...extra });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return { ...rest, bytes: new Uint8Array(Buffer.concat(chunks)), chunks: chunks.length };
};
const fileOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
const columnsOf = (table: ArrowTable) =>
  Object.fromEntries(table.schema.fields.map(({ name }) => [name, [...(table.getChild(name) ?? [])]]));

const DAY = 86_400_000;
const micros = (text: string, rest = 0) => BigInt(Date.parse(text)) * 1000n + BigInt(rest);
/** Of each column: what is stored, so that nothing of a reader's own conversions comes between. */
const stored = {
  n: [9223372036854775807n, -9223372036854775808n, null, 0n],
  f: [0.1, -1e300, null, -0.5],
  b: [true, false, null, false],
  d: ["2024-02-29", "0001-01-01", null, "9999-12-31"].map((day) => (day === null ? null : Date.parse(day) / DAY)),
  t: [micros("2024-02-29T23:59:59.123Z", 456), -1n, null, micros("9998-12-31T00:00:00Z")],
  s: ['ä\n😀,"', "", null, "x"],
  j: ['{"k": [12345678901234567890, null]}', '{"k": []}', null, '{"k": []}'],
};

/** What Apache's own implementation in Rust makes of a file, column by column, and the types that it finds. */
function throughRust(format: "parquet" | "arrow", bytes: Uint8Array) {
  const table = format === "parquet" ? readParquet(bytes) : Table.fromIPCStream(bytes);
  const arrow = tableFromIPC(table.intoIPCStream());
  const types = Object.fromEntries(arrow.schema.fields.map(({ name, type }) => [name, String(type)]));
  const values = (name: string): unknown[] => {
    const vector = arrow.getChild(name);
    return Array.from({ length: arrow.numRows }, (_, i) => (vector?.isValid(i) ? vector.get(i) : null));
  };
  const raw = (name: string) => arrow.getChild(name)?.data.flatMap((data) => [...data.values]) ?? [];
  const orNull = (name: string, cells: unknown[]) =>
    cells.map((cell, i) => (arrow.getChild(name)?.isValid(i) ? cell : null));
  return {
    types,
    columns: {
      ...Object.fromEntries(["n", "f", "b", "s", "j"].map((name) => [name, values(name)])),
      d: orNull("d", raw("d")),
      t: orNull("t", raw("t")),
    },
  };
}

describe("types and values survive", () => {
  const types = {
    n: "Int64",
    f: "Float64",
    b: "Bool",
    d: "Date32<DAY>",
    t: "Timestamp<MICROSECOND, UTC>",
    s: "Utf8",
    j: "Utf8",
  };

  test("in Parquet, as another implementation reads it", async () => {
    const { bytes, contentType, fileName } = await bytesOf("parquet");
    expect([contentType, fileName]).toEqual(["application/vnd.apache.parquet", "Data.parquet"]);
    const read = throughRust("parquet", bytes);
    expect(read.columns).toEqual(stored);
    expect(read.types).toEqual(types);
    const { children } = parquetSchema(parquetMetadata(fileOf(bytes)));
    expect(children.map(({ element }) => element.logical_type?.type ?? element.type)).toEqual([
      "INT64",
      "DOUBLE",
      "BOOLEAN",
      "DATE",
      "TIMESTAMP",
      "STRING",
      "JSON",
    ]);
  });

  test("in Arrow, as another implementation reads it", async () => {
    const { bytes, contentType, fileName } = await bytesOf("arrow");
    expect([contentType, fileName]).toEqual(["application/vnd.apache.arrow.stream", "Data.arrows"]);
    const read = throughRust("arrow", bytes);
    expect(read.columns).toEqual(stored);
    expect(read.types).toEqual(types);
    // And written as Parquet by that implementation, a third one reads the same.
    const again = fileOf(writeParquet(Table.fromIPCStream(bytes)));
    expect((await parquetReadObjects({ file: again })).map(({ n, s }) => [n, s])).toEqual(
      stored.n.map((n, i) => [n, stored.s[i]]),
    );
  });
});

test("filters, fields and order apply, and nothing is a file too", async () => {
  const asked = { fields: "s,n", sort: "-n", filter: ["n:is_null:false"] };
  const arrow = columnsOf(tableFromIPC((await bytesOf("arrow", made.id, owner, asked)).bytes));
  expect(arrow).toEqual({ s: ['ä\n😀,"', "x", ""], n: [9223372036854775807n, 0n, -9223372036854775808n] });
  expect(Object.keys(arrow)).toEqual(["s", "n"]);
  const none = { filter: ["s:eq:nobody"] };
  expect(tableFromIPC((await bytesOf("arrow", made.id, owner, none)).bytes).numRows).toBe(0);
  const empty = await bytesOf("parquet", made.id, owner, none);
  expect(tableFromIPC(readParquet(empty.bytes).intoIPCStream()).numRows).toBe(0);
  expect(parquetMetadata(fileOf(empty.bytes)).num_rows).toBe(0n);
});

test("more rows than a block holds come in several, and none is lost", async () => {
  const many = 45_000;
  const source = await importFile(
    world,
    owner,
    `i,w\n${Array.from({ length: many }, (_, i) => `${i},w${i % 7}\n`).join("")}`,
  );
  const expected = Array.from({ length: many }, (_, i) => BigInt(i));
  const parquet = await bytesOf("parquet", source.id);
  expect(parquetMetadata(fileOf(parquet.bytes)).row_groups.length).toBe(5);
  expect((await parquetReadObjects({ file: fileOf(parquet.bytes) })).map(({ i }) => i)).toEqual(expected);
  const arrow = await bytesOf("arrow", source.id);
  const table = tableFromIPC(arrow.bytes);
  expect(table.batches.length).toBe(5);
  expect([...(table.getChild("i") ?? [])]).toEqual(expected);
});

test("a masked column comes through its mask, a hidden one and hidden rows not at all", async () => {
  const source = await importFile(world, owner, "name,salary,team\nAda,5000,a\nBob,6000,b\n");
  const viewer = await world.member(org, "viewer");
  await createPolicy(
    world.call(owner),
    createPolicy.input.parse({
      name: "Team a",
      source_id: source.id,
      applies_to: [{ type: "role", role: "viewer" }],
      rows: { column: "team", op: "eq", value: "a" },
      columns: [
        { name: "salary", access: "masked" },
        { name: "team", access: "hidden" },
      ],
    }),
  );
  const seen = [{ name: "Ada", salary: "••••" }];
  const parquet = await bytesOf("parquet", source.id, viewer);
  expect(await parquetReadObjects({ file: fileOf(parquet.bytes) })).toEqual(seen);
  const arrow = tableFromIPC((await bytesOf("arrow", source.id, viewer)).bytes);
  expect(arrow.toArray().map((row) => row?.toJSON())).toEqual(seen);
});
