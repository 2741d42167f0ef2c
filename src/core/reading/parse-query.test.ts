import { PgDialect } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ColumnType, filterOps } from "#contract/source.ts";
import { aggregateFunctions, SourceQuery, timeBuckets } from "#contract/source-query.ts";
import { parseInput } from "../parse-input.ts";
import { Refusal } from "../refusal.ts";
import { compileGroups } from "./compile-query.ts";
import { compileSelect } from "./compile-select.ts";
import { parseQuery } from "./parse-query.ts";
import type { ReadableColumn } from "./source-view.ts";

const column = (name: string, type: ColumnType, mask: ReadableColumn["mask"] = null): ReadableColumn => ({
  name,
  type,
  nullable: true,
  description: null,
  mask,
});
const columns = [
  ...ColumnType.options.map((type) => column(type, type)),
  column('say "hi"', "text"),
  column("-x", "integer"),
  column("__proto__", "number"),
  column("secret", "integer", "full"),
];
const view = { tableName: "src_1", columns, where: undefined, fingerprint: "all", rowSecret: null, refused: null };

const read = (query: unknown) => parseQuery(parseInput(SourceQuery, query), columns);
const compile = (query: unknown) => {
  const parsed = read(query);
  const statement =
    "rows" in parsed ? compileSelect(view, parsed.rows, { limit: 2 }) : compileGroups(view, parsed.groups, 2);
  return new PgDialect().sqlToQuery(statement);
};

test.each([
  [{ select: ["nope"] }, "select.0", "unknown_column"],
  [{ aggregate: [{ function: "count" }], select: ["text"] }, "select.0", "unknown_column"],
  [{ group_by: ["nope"] }, "group_by.0.column", "unknown_column"],
  [{ group_by: ["json"] }, "group_by.0.column", "invalid_value"],
  [{ group_by: [{ column: "text", bucket: "day" }] }, "group_by.0.bucket", "invalid_value"],
  [{ group_by: [{ column: "date", bucket: "hour" }] }, "group_by.0.bucket", "invalid_value"],
  [{ group_by: [{ column: "date", bucket: "decade" }] }, "group_by.0.bucket", "invalid_value"],
  [{ group_by: ["text", "text"] }, "group_by.1.as", "duplicate"],
  [{ group_by: ["text"], aggregate: [{ function: "count", as: "text" }] }, "aggregate.0.as", "duplicate"],
  [{ aggregate: [{ function: "sum" }] }, "aggregate.0.column", "required"],
  [{ aggregate: [{ function: "sum", column: "text" }] }, "aggregate.0.column", "invalid_value"],
  [{ aggregate: [{ function: "min", column: "boolean" }] }, "aggregate.0.column", "invalid_value"],
  [{ aggregate: [{ function: "median", column: "number" }] }, "aggregate.0.function", "invalid_value"],
  [{ aggregate: [{ function: "count" }], sort: ["text"] }, "sort.0", "unknown_column"],
  [{ sort: ["text", "-text"] }, "sort.1", "duplicate"],
  [{ sort: ["json"] }, "sort.0", "invalid_value"],
  [{ filter: ["nope:eq:1"] }, "filter.0", "unknown_column"],
  [{ filter: [{ column: "text", op: "equals", value: "a" }] }, "filter.0.op", "invalid_value"],
  [{ filter: [{ column: "integer", op: "eq", value: 1.5 }] }, "filter.0", "invalid_value"],
  [{ filter: [{ column: "integer", op: "eq", value: [1] }] }, "filter.0", "invalid_value"],
  [{ filter: [{ column: "integer", op: "in", value: [] }] }, "filter.0", "too_small"],
  [{ filter: [{ column: "integer", op: "eq", value: { $gt: 0 } }] }, "filter.0.value", "invalid_union"],
  [{ limit: 0 }, "limit", "too_small"],
  [{ limit: 10_001 }, "limit", "too_big"],
  [{ having: [] }, "having", "unknown_field"],
])("refuses %j", (query, attr, code) => {
  expect(() => read(query)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      more: { errors: [expect.objectContaining({ attr, code })] },
    }),
  );
});

test("a masked column can be selected and is unknown to everything else", () => {
  expect(read({ select: ["secret"] })).toMatchObject({ rows: { fields: [{ name: "secret", mask: "full" }] } });
  const ways = (name: string): object[] => [
    { filter: [`${name}:gt:1`] },
    { filter: [{ column: name, op: "is_null", value: true }] },
    { sort: [name] },
    { sort: [`-${name}`] },
    { sort: [{ column: name, descending: true }] },
    { group_by: [name] },
    { group_by: [{ column: name, bucket: "day" }] },
    ...aggregateFunctions.map((fn) => ({ aggregate: [{ function: fn, column: name }] })),
  ];
  const refusals = (name: string) =>
    ways(name).map((query) => {
      try {
        read(query);
        return "passed";
      } catch (error) {
        const { code, message, more } = error as Refusal;
        return JSON.stringify({ code, message, more }).replaceAll(name, "?");
      }
    });
  expect(refusals("secret")).toEqual(refusals("unheard_of"));
  expect(refusals("secret")).not.toContain("passed");
});

test("names: the answer's own where there are groups, a minus that belongs to a name, __proto__", () => {
  const parsed = read({
    group_by: [{ column: "timestamp", bucket: "month" }, "-x"],
    aggregate: [{ function: "count" }, { function: "avg", column: "__proto__", as: "__proto__" }],
    sort: ["-x", "-count"],
    select: ["count", "__proto__"],
  });
  if (!("groups" in parsed)) throw new Error("not groups");
  expect(parsed.groups.outputs.map(({ name, type }) => [name, type])).toEqual([
    ["timestamp", "date"],
    ["-x", "integer"],
    ["count", "integer"],
    ["__proto__", "number"],
  ]);
  expect(parsed.groups.shown.map(({ name }) => name)).toEqual(["count", "__proto__"]);
  expect(parsed.groups.sort.map(({ column: { name }, descending }) => [name, descending])).toEqual([
    ["-x", false],
    ["count", true],
  ]);
});

test("whatever is asked: a Refusal, or one statement that holds none of the caller's text", () => {
  const marker = fc.string({ unit: "binary" }).map((text) => `zq${text}'"\\;--`);
  const name = fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...columns.map((one) => one.name)) }, marker);
  const as = fc.option(marker, { nil: undefined });
  const value = fc.oneof(
    marker,
    fc.double(),
    fc.boolean(),
    fc.array(fc.oneof(marker, fc.integer())),
    fc.constant(null),
  );
  const query = fc.record(
    {
      select: fc.array(name, { maxLength: 3 }),
      group_by: fc.array(
        fc.oneof(
          name,
          fc.record({
            column: name,
            bucket: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom(...timeBuckets)),
            as,
          }),
        ),
        { maxLength: 3 },
      ),
      aggregate: fc.array(
        fc.record({
          function: fc.oneof({ weight: 5, arbitrary: fc.constant("count") }, fc.constantFrom(...aggregateFunctions)),
          column: fc.option(name, { nil: undefined }),
          as,
        }),
        { maxLength: 3 },
      ),
      filter: fc.array(
        fc.oneof(
          marker,
          fc.record({ column: fc.constant("text"), op: fc.constantFrom("eq", "ilike", "in"), value: marker }),
          fc.record({ column: name, op: fc.constantFrom(...filterOps), value }),
        ),
        {
          maxLength: 2,
        },
      ),
      sort: fc.array(
        fc.oneof(
          name,
          name.map((text) => `-${text}`),
          fc.record({ column: name }),
          fc.constant("text"),
        ),
        {
          maxLength: 2,
        },
      ),
      limit: fc.oneof({ weight: 20, arbitrary: fc.constant(10) }, fc.double()),
    },
    { requiredKeys: [] },
  );
  const known =
    /^(?:[\s().,<>=*/]|::|\$\d+|"(?:[^"]|"")*"|\b(?:select|from|where|and|or|not|is|in|null|nulls|last|asc|desc|order|group|by|limit|offset|like|ilike|distinct|collate|as|at|time|zone|text|int8|float8|boolean|date|timestamp|timestamptz|jsonb|to_char|date_trunc|count|sum|avg|min|max|data|page|groups|_row|r|[co]?\d+)\b|'(?:UTC|••••|hour|day|week|month|quarter|year|YYYY-MM-DD|YYYY-MM-DD"T"HH24:MI:SS\.US"Z"|)')*$/;
  const identifiers = new Set(["C", "src_1", ...columns.map((one) => one.name)]);
  let compiled = 0;
  fc.assert(
    fc.property(query, (asked) => {
      try {
        const { sql } = compile(asked);
        compiled += 1;
        expect(sql).toMatch(known);
        expect(sql).not.toContain("zq");
        for (const [, text = ""] of sql.replace(/'[^']*'/g, "").matchAll(/"((?:[^"]|"")*)"/g))
          expect(identifiers).toContain(text.replaceAll('""', '"'));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { numRuns: 5000 },
  );
  expect(compiled).toBeGreaterThan(100);
});
