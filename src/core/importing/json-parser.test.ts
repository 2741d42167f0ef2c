import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonArrayParser, ndjsonParser } from "./json-parser.ts";
import type { Parser } from "./parsed.ts";

function parseChunks<T>(parse: Parser<T>, text: string, size = text.length + 1) {
  const chunks = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  return [...chunks.flatMap((chunk) => parse(chunk, false)), ...parse("", true)];
}
const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 });
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

test("every object of an array comes back, however it is cut and laid out", () => {
  fc.assert(
    fc.property(records, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 20 }), (rows, indent, size) => {
      const found = parseChunks(jsonArrayParser(), JSON.stringify(rows, null, indent), size);
      expect(found.map((row) => row.problem)).toEqual(rows.map(() => undefined));
      expect(found.map((row) => asJson(row.value))).toEqual(asJson(rows));
    }),
  );
});

test("every line of NDJSON comes back, however it is cut", () => {
  fc.assert(
    fc.property(records, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 20 }), (rows, end, size) => {
      const found = parseChunks(ndjsonParser(), rows.map((row) => JSON.stringify(row) + end).join(""), size);
      expect(found.map((row) => asJson(row.value))).toEqual(asJson(rows));
    }),
  );
});

test("what is broken costs its row and is told with its line", () => {
  const found = parseChunks(jsonArrayParser(), '[\n{"a":1},\n{"a":},\n3,\n{"a":"],}{"},\n[1]\n]');
  expect(found.map(({ line, value, problem }) => [line, value ?? problem])).toEqual([
    [2, { a: 1 }],
    [3, "is not valid JSON"],
    [4, "is not a JSON object"],
    [5, { a: "],}{" }],
    [6, "is not a JSON object"],
  ]);
  const lines = parseChunks(ndjsonParser(), '{"a":1}\n\n{"a"\n7\n{"a":2}');
  expect(lines.map(({ line, value, problem }) => [line, value ?? problem])).toEqual([
    [1, { a: 1 }],
    [3, "is not valid JSON"],
    [4, "is not a JSON object"],
    [5, { a: 2 }],
  ]);
});

test("a file that was cut off keeps its whole rows and says so", () => {
  const found = parseChunks(jsonArrayParser(), '[{"a":1},{"a":2},{"a"');
  expect(found.map((row) => row.value ?? row.problem)).toEqual([
    { a: 1 },
    { a: 2 },
    "the file ends in the middle of the array",
  ]);
});

test("text after the array is told", () => {
  expect(parseChunks(jsonArrayParser(), '[{"a":1}]\n[{"a":2}]').map((row) => row.problem)).toEqual([
    undefined,
    "stands after the end of the array",
  ]);
});

test("an object over 8 MiB costs its row, not memory", () => {
  const parse = jsonArrayParser();
  const rows = [...parse('[{"a":"', false)];
  for (let i = 0; i < 30; i++) rows.push(...parse("x".repeat(1024 * 1024), false));
  rows.push(...parse('"},{"a":1}]', true));
  expect(rows.map((row) => row.value ?? row.problem)).toEqual(["the row is longer than 8 MiB", { a: 1 }]);
});

test("numbers that a double would round keep their digits", () => {
  const [row] = parseChunks(jsonArrayParser(), '[{"a":12345678901234567890,"b":0.1,"c":[1.23456789012345678901]}]');
  expect(JSON.stringify(row?.value)).toBe('{"a":12345678901234567890,"b":0.1,"c":[1.23456789012345678901]}');
});
