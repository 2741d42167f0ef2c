import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FileProblem } from "./file-problem.ts";
import { inspectFile } from "./inspect-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "gatehouse-inspect-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function inspect(content: string | Buffer) {
  const file = path.join(folder, "file");
  await writeFile(file, content);
  return inspectFile(file);
}
const column = (values: readonly string[]) => `id,value\n${values.map((value, i) => `${i},${value}\n`).join("")}`;
const typeOf = async (...values: string[]) => (await inspect(column(values))).columns[1]?.type;
const jsonTypeOf = async (...values: string[]) =>
  (await inspect(`[${values.map((value) => `{"value":${value}}`).join(",")}]`)).columns[0]?.type;

test.each([
  ["integer", ["1", "-20", "0", "9223372036854775807"]],
  ["integer", ["1", "", "3"]],
  ["number", ["1", "2.5", "-0.25", ".5"]],
  ["number", ["0.30000000000000004"]],
  ["boolean", ["true", "FALSE", "True"]],
  ["date", ["2024-02-29", "1999-12-31"]],
  ["date", ["2024/02/29"]],
  ["timestamp", ["2024-02-29T10:00:00Z", "2024-02-29 10:00:00.123456+02:00"]],
  ["timestamp", ["2024-02-29 10:00"]],
  ["json", ['"{""a"":1}"', '"[1,2]"']],
  ["text", ["007", "1"]],
  ["text", ["+4912345"]],
  ["text", ["1e5"]],
  ["text", ["9223372036854775808"]],
  ["text", ["0.12345678901234567891"]],
  ["text", ["9007199254740993", "0.5"]],
  ["text", ["-0"]],
  ["text", ["-0.0"]],
  ["text", ["NaN", "1"]],
  ["text", ["Infinity"]],
  ["text", ["1", "two"]],
  ["text", ["true", "1"]],
  ["text", ["2024-02-30"]],
  ["text", ["2024-02-28", "28.02.2024"]],
  ["text", ["2024-02-28", "2024/02/28"]],
  ["text", ["2024-02-28", "2024-02-28T10:00:00Z"]],
  ["text", ["2024-02-28T10:00:00Z", "2024-02-28T10:00:00"]],
  ["text", ["2024-02-28T10:00:00.1234567Z"]],
  ["text", ["03/04/2024"]],
  ["text", ["{broken"]],
  ["text", ["", ""]],
])("%s: %j", async (type, values) => {
  expect(await typeOf(...values)).toBe(type);
});

test.each([
  ["integer", ["1", "null", "-3"]],
  ["integer", ["12345678901234567"]],
  ["number", ["1", "2.5", "1e5", "1e300"]],
  ["text", ["12345678901234567890"]],
  ["text", ['"1"', '"2"']],
  ["text", ["1", '"2"']],
  ["text", ['""', '"2024-01-01"']],
  ["boolean", ["true", "false"]],
  ["date", ['"2024-01-01"', "null"]],
  ["timestamp", ['"2001/01/01 06:55"']],
  ["json", ["[1]", '{"a":1}', "3", '"x"']],
])("JSON %s: %j", async (type, values) => {
  expect(await jsonTypeOf(...values)).toBe(type);
});

test("finds the delimiter by content", async () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const found = await inspect(`name${delimiter}note\nAda${delimiter}"a,b;c|d"\nAlan${delimiter}"1,5"\n`);
    expect(found).toMatchObject({ format: "csv", delimiter, row_count: 2 });
    expect(found.columns.map((one) => one.name)).toEqual(["name", "note"]);
  }
});

test.each([
  ["UTF-8", Buffer.from("name,city\nZoë,Köln 😀\n"), "utf-8"],
  ["UTF-8 with a byte order mark", Buffer.from("\ufeffname,city\nZoë,Köln 😀\n"), "utf-8"],
  ["UTF-16 LE", Buffer.from("\ufeffname,city\nZoë,Köln 😀\n", "utf16le"), "utf-16le"],
  ["UTF-16 BE", Buffer.from("\ufeffname,city\nZoë,Köln 😀\n", "utf16le").swap16(), "utf-16be"],
])("reads %s", async (_, content, encoding) => {
  const found = await inspect(content);
  expect(found.encoding).toBe(encoding);
  expect(found.columns.map((one) => one.name)).toEqual(["name", "city"]);
  expect(found.preview).toEqual([["Zoë", "Köln 😀"]]);
});

test("a character may lie across the edge of two chunks of the file", async () => {
  const text = `name\n${"x".repeat(1024 * 1024 - 7)}\n😀é\n`;
  expect((await inspect(text)).preview.at(-1)).toEqual(["😀é"]);
});

test.each([
  ["an empty file", "", "empty"],
  ["blank lines only", " \n\n", "empty"],
  ["a byte order mark only", "\ufeff", "empty"],
  ["Excel", "PK\x03\x04\0\0", "Export the table as CSV"],
  ["gzip", gzipSync("a,b\n1,2\n"), "gzip"],
  ["Parquet", "PAR1\x15\x04", "Parquet"],
  ["binary rubbish", Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7) % 32)), "no text"],
  ["UTF-16 without a mark", Buffer.from("name,city\n1,2\n", "utf16le"), "UTF-16"],
  ["Latin-1", Buffer.from("name\nZo\xeb\n", "latin1"), "Save it as UTF-8"],
  ["one JSON object", '{\n "a": 1\n}', "one JSON object"],
  ["an array of numbers", "[1,2,3]", "not of objects"],
  ["an array of nothing", "[]", "no objects"],
  ["too many columns", `${Array.from({ length: 101 }, (_, i) => `c${i}`).join(",")}\n`, "more than 100 columns"],
  ["too many keys", `[{${Array.from({ length: 101 }, (_, i) => `"c${i}":1`).join(",")}}]`, "more than 100 columns"],
  ["a broken header", '"a"b,c\n1,2\n', "header in line 1"],
])("refuses %s clearly", async (_, content, words) => {
  const failure = await inspect(content).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FileProblem);
  expect((failure as Error).message).toContain(words);
});

test("a header alone is a table without rows", async () => {
  expect(await inspect("a,b\n")).toMatchObject({
    row_count: 0,
    malformed_rows: 0,
    columns: [{ name: "a", type: "text" }, { name: "b" }],
  });
});

test("names are made unique, fit PostgreSQL, and the file's own are kept beside them", async () => {
  const long = "ü".repeat(40);
  const found = await inspect(`id,id,,_row,ctid,"we""ird",${long},${long}x,a b\n`);
  expect(found.columns.map((one) => one.name)).toEqual([
    "id",
    "id_2",
    "column_3",
    "_row_2",
    "ctid_2",
    'we"ird',
    "ü".repeat(31),
    `${"ü".repeat(30)}_2`,
    "a b",
  ]);
  expect(found.columns.every((one) => Buffer.byteLength(one.name) <= 63)).toBe(true);
  expect(found.columns[6]?.key).toBe(long);
});

test("counts empty cells and malformed rows", async () => {
  const found = await inspect('a,b,c\n1,,"x"\n2,3\n4,5,6,7\n8,,y,\n');
  expect(found).toMatchObject({ row_count: 2, malformed_rows: 2 });
  expect(found.columns.map(({ empty, nullable }) => [empty, nullable])).toEqual([
    [0, false],
    [2, true],
    [0, false],
  ]);
});

test("JSON: the columns are the keys of all objects, also of those that come late", async () => {
  const found = await inspect('{"a":1}\n{"b":"x","__proto__":2,"constructor":true}\n');
  expect(found.columns.map(({ name, type, empty }) => [name, type, empty])).toEqual([
    ["a", "integer", 1],
    ["b", "text", 1],
    ["__proto__", "integer", 1],
    ["constructor", "boolean", 1],
  ]);
});

test("long rows of digits and zeros are read in one go", async () => {
  // Whoever went over them once for each of them would take minutes, and no machine makes that good.
  const zeros = "0".repeat(1_000_000);
  expect(await typeOf(`0.${zeros}1`, `1${zeros}x`)).toBe("text");
  expect(await jsonTypeOf(`0.${zeros}1`)).toBe("text");
  expect(await jsonTypeOf(`"1${zeros}x"`)).toBe("text");
});
