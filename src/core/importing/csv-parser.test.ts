import { parse as oracle } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvCells, csvParser } from "./csv-parser.ts";
import type { Parsed } from "./parsed.ts";

function parseChunks(chunks: readonly string[], delimiter = ","): Parsed<CsvCells>[] {
  const parse = csvParser(delimiter);
  return [...chunks.flatMap((chunk) => parse(chunk, false)), ...parse("", true)];
}
const cellsOf = (text: string, delimiter?: string) =>
  parseChunks([text], delimiter).map((row) => row.value ?? row.problem);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const cell = fc.string({
  unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", "\t", "|", " ", "é", "😀", "=", "\0"),
  maxLength: 8,
});

test("what was quoted comes back, whatever it holds and however the file is cut into chunks", () => {
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      table,
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.nat(9),
      (rows, end, delimiter, size) => {
        const text = rows.map((row) => row.map(quoted).join(delimiter)).join(end) + end;
        const chunks = text.match(new RegExp(`[^]{1,${size + 1}}`, "g")) ?? [];
        expect(parseChunks(chunks, delimiter).map((row) => row.value)).toEqual(rows);
      },
    ),
    { numRuns: 300 },
  );
});

test("agrees with csv-parse on any text that csv-parse takes", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", '"', ",", "\n", " "), maxLength: 30 });
  fc.assert(
    fc.property(text, (input) => {
      let expected: string[][];
      try {
        expected = oracle(input, { relax_column_count: true, skip_empty_lines: true, record_delimiter: "\n" });
      } catch {
        return;
      }
      const found = parseChunks([input]);
      // csv-parse refuses a quote inside a plain cell; we keep it, so only what it takes is compared.
      if (found.every((row) => row.value))
        expect(found.map((row) => row.value?.map((one) => one ?? ""))).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

test("tells nothing from an empty text", () => {
  expect(cellsOf('a,b\n,""\n')).toEqual([
    ["a", "b"],
    [null, ""],
  ]);
});

test.each([
  ["LF", "a,b\n1,2\n"],
  ["CRLF", "a,b\r\n1,2\r\n"],
  ["CR", "a,b\r1,2\r"],
  ["no end of line at the end", "a,b\n1,2"],
  ["blank lines", "\na,b\n\n1,2\n\n"],
  ["CRLF cut between CR and LF", "a,b\r|\n1,2\r|\n"],
])("reads lines that end with %s", (_, text) => {
  expect(parseChunks(text.split("|")).map((row) => row.value)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("keeps a quote that stands inside a plain cell", () => {
  expect(cellsOf('name,size\npipe,5"\n')).toEqual([
    ["name", "size"],
    ["pipe", '5"'],
  ]);
});

test("a stray quote costs one row, and lines are still counted", () => {
  const rows = parseChunks([
    'a,b\n"x"y,1\n2,3\n"never closed,4\n5,6\n"multi\nline",7\n8,9\n'.replace('"multi\nline",7\n', ""),
  ]);
  expect(rows.map(({ line, value, problem }) => [line, value ?? problem])).toEqual([
    [1, ["a", "b"]],
    [2, "there is text between a closing quote and the next delimiter"],
    [3, ["2", "3"]],
    [4, "a quote is opened and not closed"],
    [5, ["5", "6"]],
    [6, ["8", "9"]],
  ]);
});

test("counts the lines inside quoted cells", () => {
  expect(parseChunks(['a,b\n"1\n2\n3",x\n4,y\n']).map((row) => row.line)).toEqual([1, 2, 5]);
});

test("a cell over 1 MiB costs its row, not memory", () => {
  const parse = csvParser(",");
  const rows = [...parse("a,b\n", false)];
  for (let i = 0; i < 40; i++) rows.push(...parse("x".repeat(1024 * 1024), false));
  rows.push(...parse("\n1,2\n", true));
  expect(rows.map((row) => row.value ?? row.problem)).toEqual([
    ["a", "b"],
    expect.stringContaining("longer than"),
    ["1", "2"],
  ]);
});
