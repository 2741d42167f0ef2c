import { PgDialect } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Mask } from "#contract/policy.ts";
import { ColumnType, filterOps } from "#contract/source.ts";
import { Refusal } from "#core/refusal.ts";
import { compileSelect } from "./compile-select.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseSelection } from "./parse-selection.ts";
import { describedColumn, type ReadableColumn } from "./source-view.ts";

const column = (name: string, type: ColumnType, mask: Mask | null = null): ReadableColumn => ({
  name,
  type,
  nullable: true,
  description: null,
  mask,
});
const columns = [
  ...ColumnType.options.map((type) => column(type, type)),
  column("a:b", "text"),
  column("a,b", "text"),
  column('say "hi"', "text"),
  column("-x", "integer"),
  column("x", "integer"),
];
const parse = (text: string) => parseFilter(text, columns, "filter.0");

test.each([
  ["text:eq:a:b", { op: "eq", value: "a:b" }],
  ["text:eq:", { op: "eq", value: "" }],
  ['"a:b":eq:1', { op: "eq", value: "1" }],
  ['"say ""hi""":like:%x', { op: "like", value: "%x" }],
  ["a,b:eq:1", { op: "eq", value: "1" }],
  ["integer:gte:-12", { op: "gte", value: "-12" }],
  ["number:lt:1e3", { op: "lt", value: "1000" }],
  ["boolean:eq:TRUE", { op: "eq", value: "t" }],
  ["date:eq:2024/02/29", { op: "eq", value: "2024-02-29" }],
  ["timestamp:lt:2024-02-29T10:00:00+02:00", { op: "lt", value: "2024-02-29 10:00:00+02:00" }],
  ["timestamp:gte:2024-02-29", { op: "gte", value: "2024-02-29 00:00:00+00" }],
  ['text:in:a,"b,c","d""e"', { op: "in", values: ["a", "b,c", 'd"e'] }],
  ["integer:in:1, 2", { op: "in", values: ["1", "2"] }],
  ["json:is_null:false", { op: "is_null", value: false }],
])("%s", (text, expected) => {
  expect(parse(text)).toMatchObject(expected);
});

test.each([
  ["text", "invalid_format"],
  ["nope:eq:1", "unknown_column"],
  ["text:equals:1", "unknown_operator"],
  ["text:eq", "invalid_format"],
  ["json:eq:{}", "unknown_operator"],
  ["boolean:lt:true", "unknown_operator"],
  ["integer:eq:", "invalid_value"],
  ["integer:eq:1.5", "invalid_value"],
  ["integer:eq:9223372036854775808", "invalid_value"],
  ["number:eq:NaN", "invalid_value"],
  ["date:eq:2024-02-30", "invalid_value"],
  ["text:eq:\0", "invalid_value"],
  ["text:like:a\\", "invalid_value"],
  ["text:is_null:maybe", "invalid_value"],
  ['text:in:"open', "invalid_format"],
  [`text:in:${",".repeat(200)}`, "too_big"],
])("refuses %j", (text, code) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      more: { errors: [expect.objectContaining({ attr: "filter.0", code })] },
    }),
  );
});

test("whatever is asked: a Refusal, or a statement that holds none of the caller's text", () => {
  const marker = fc.string().map((text) => `zq${text}'"\\;--`);
  const name = fc.oneof(fc.constantFrom(...columns.map((one) => one.name)), marker);
  const value = fc.oneof(marker, fc.string(), fc.integer().map(String), fc.constantFrom("true", "2024-01-01", "%_\\"));
  const filter = fc.oneof(
    fc.string(),
    fc.tuple(name, fc.oneof(fc.constantFrom(...filterOps), marker), value).map((parts) => parts.join(":")),
    fc.tuple(fc.constantFrom("text", "integer"), fc.array(value)).map(([of, list]) => `${of}:in:${list.join(",")}`),
  );
  const asked = fc.record(
    {
      fields: fc.oneof(name, fc.string()),
      sort: fc.oneof(name, fc.string()),
      filter: fc.array(filter, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const known =
    /^(?:[\s().,<>=*]|::|\$\d+|"(?:[^"]|"")*"|\b(?:select|from|where|and|or|not|is|in|null|nulls|last|asc|desc|order|by|limit|offset|like|ilike|distinct|collate|as|at|time|zone|text|int8|float8|boolean|date|timestamptz|jsonb|to_char|data|page|_row|r|c\d+)\b|'(?:UTC|YYYY-MM-DD|YYYY-MM-DD"T"HH24:MI:SS\.US"Z")')*$/;
  const identifiers = new Set(["C", "src_1", ...columns.map((one) => one.name)]);
  const view = { tableName: "src_1", columns, where: undefined, fingerprint: "all", rowSecret: null, refused: null };
  fc.assert(
    fc.property(asked, (selection) => {
      try {
        const { sql } = new PgDialect().sqlToQuery(
          compileSelect(view, parseSelection(selection, columns), { limit: 1 }),
        );
        expect(sql).toMatch(known);
        for (const [, text = ""] of sql.replace(/'[^']*'/g, "").matchAll(/"((?:[^"]|"")*)"/g))
          expect(identifiers).toContain(text.replaceAll('""', '"'));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

test("fields and sort know quotes, and a column whose name begins with a minus", () => {
  const names = (asked: object) => {
    const found = parseSelection(asked, columns);
    return [
      found.fields.map((one) => one.name),
      found.sort.map((key) => `${key.descending ? "desc" : "asc"} ${key.column.name}`),
    ];
  };
  expect(names({ fields: 'x, "a,b",x,"-x"', sort: '-x,"x",-"a,b"' })).toEqual([
    ["x", "a,b", "-x"],
    ["asc -x", "asc x", "desc a,b"],
  ]);
  expect(names({ fields: "", sort: "-text" })).toEqual([columns.map((one) => one.name), ["desc text"]]);
  for (const asked of [
    { fields: "nope" },
    { sort: "nope" },
    { sort: "x,-integer,x" },
    { sort: "json" },
    { fields: '"x' },
  ])
    expect(() => parseSelection(asked, columns)).toThrow(Refusal);
});

test("a masked column can be shown, and asked about no more than an unknown one", () => {
  const withMask = [column("plain", "integer"), column("salary", "integer", "full")];
  const ask = (asked: object) => () => parseSelection(asked, withMask);
  expect(ask({ fields: "salary" })().fields.map(describedColumn)).toEqual([
    { name: "salary", type: "text", nullable: true, description: null },
  ]);
  for (const name of ["salary", "nobody"]) {
    const unknown = { code: "invalid_input", message: `The source has no column "${name}".` };
    expect(ask({ sort: name })).toThrow(expect.objectContaining(unknown));
    expect(ask({ filter: [`${name}:is_null:true`] })).toThrow(expect.objectContaining(unknown));
  }
});
