import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
import { QuerySourceInput } from "#contract/source-query.ts";
import type { Principal } from "#core/principal.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { querySource } from "./query-source.ts";

let world: World;
let org: Organization;
let owner: Principal;
let made: Source;
type Item = { n: number | null; price: number | null; word: string | null; day: string | null; at: string | null };
const words = ["a", "B", "ä", "", "😀"];
/** Prices are multiples of 1/4, so that sums are exact in whatever order. */
const items: Item[] = Array.from({ length: 90 }, (_, i) => ({
  n: i % 7 === 0 ? null : ((i * 37) % 23) - 11,
  price: i % 4 === 0 ? null : (((i * 13) % 40) - 20) / 4,
  word: i % 6 === 0 ? null : (words[i % words.length] ?? null),
  day: i % 11 === 0 ? null : `20${22 + (i % 3)}-${String(1 + (i % 12)).padStart(2, "0")}-${10 + (i % 19)}`,
  at: i % 9 === 0 ? null : `2024-03-${10 + (i % 20)}T${String(i % 24).padStart(2, "0")}:30:00Z`,
}));

beforeAll(async () => {
  world = await makeWorld();
  org = await world.organization();
  owner = await world.member(org, "owner");
  made = await importFile(world, owner, items.map((item, i) => JSON.stringify({ i, ...item })).join("\n"));
  expect(made.columns.map(({ type }) => type)).toEqual(["integer", "integer", "number", "text", "date", "timestamp"]);
});
afterAll(() => world.close());

const ask = (query: object, id = made.id, principal = owner) =>
  querySource(world.call(principal), QuerySourceInput.parse({ id, ...query }));

describe("rows", () => {
  test("without groups it selects, filters, sorts and limits", async () => {
    const answer = await ask({
      select: ["i", "word"],
      filter: ["word:eq:a", { column: "i", op: "gte", value: 20 }],
      sort: ["-i"],
      limit: 3,
    });
    const expected = items.flatMap(({ word }, i) => (word === "a" && i >= 20 ? [{ i, word }] : [])).toReversed();
    expect(answer).toEqual({
      data: expected.slice(0, 3),
      columns: [
        { name: "i", type: "integer", nullable: false, description: null },
        { name: "word", type: "text", nullable: true, description: null },
      ],
      truncated: true,
    });
    expect((await ask({ select: ["i"], filter: ["i:lt:3"], limit: 3 })).truncated).toBe(false);
    expect((await ask({ filter: [{ column: "n", op: "in", value: [1, "2", -11] }] })).data.map(({ i }) => i)).toEqual(
      items.flatMap(({ n }, i) => (n === 1 || n === 2 || n === -11 ? [i] : [])),
    );
    expect((await ask({ filter: [{ column: "n", op: "is_null", value: true }] })).data).toHaveLength(13);
  });
});

describe("groups", () => {
  type Fn = "count" | "count_distinct" | "sum" | "avg" | "min" | "max";
  const byCodePoints = (a: unknown, b: unknown): number =>
    typeof a === "string" && typeof b === "string"
      ? Buffer.compare(Buffer.from(a), Buffer.from(b))
      : Number(a) - Number(b);
  const nullsLast = (a: unknown, b: unknown): number =>
    a === null || b === null ? Number(a === null) - Number(b === null) : byCodePoints(a, b);
  const workOut = (fn: Fn, cells: unknown[]): unknown => {
    const there = cells.filter((cell) => cell !== null);
    if (fn === "count") return there.length;
    if (fn === "count_distinct") return new Set(there).size;
    if (there.length === 0) return null;
    const ordered = there.toSorted(byCodePoints);
    if (fn === "min") return ordered[0];
    if (fn === "max") return ordered.at(-1);
    const sum = (there as number[]).reduce((a, b) => a + b, 0);
    return fn === "sum" ? sum : sum / there.length;
  };
  const bucketOf = (iso: string | null, bucket: string | undefined): string | null => {
    if (iso === null || bucket === undefined) return iso;
    const date = new Date(iso);
    if (bucket === "hour") return `${iso.slice(0, 13)}:00:00Z`;
    if (bucket === "week") date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    if (bucket === "month" || bucket === "year" || bucket === "quarter") date.setUTCDate(1);
    if (bucket === "quarter") date.setUTCMonth(Math.floor(date.getUTCMonth() / 3) * 3);
    if (bucket === "year") date.setUTCMonth(0);
    return date.toISOString().slice(0, 10);
  };

  test("give what an evaluator in memory gives", async () => {
    const key = fc.oneof(
      fc.record({ column: fc.constantFrom("n", "word", "price") }),
      fc.record({
        column: fc.constant("day"),
        bucket: fc.constantFrom(undefined, "day", "week", "month", "quarter", "year"),
      }),
      fc.record({
        column: fc.constant("at"),
        bucket: fc.constantFrom("hour", "day", "week", "month", "quarter", "year"),
      }),
    ) as fc.Arbitrary<{ column: keyof Item; bucket?: string }>;
    const aggregate = fc.oneof(
      fc.record({
        function: fc.constantFrom("count", "count_distinct", "sum", "avg", "min", "max"),
        column: fc.constantFrom("n", "price"),
      }),
      fc.record({
        function: fc.constantFrom("count", "count_distinct", "min", "max"),
        column: fc.constantFrom("word", "day"),
      }),
    ) as fc.Arbitrary<{ function: Fn; column: keyof Item }>;
    const query = fc.record({
      group_by: fc.uniqueArray(key, { maxLength: 2, selector: ({ column }) => column }),
      aggregate: fc.uniqueArray(aggregate, {
        minLength: 1,
        maxLength: 3,
        selector: (one) => `${one.function} ${one.column}`,
      }),
      from: fc.integer({ min: 0, max: 95 }),
      backwards: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ group_by, aggregate: aggregates, from, backwards }) => {
        const groups = new Map<string, Item[]>();
        if (group_by.length === 0) groups.set("[]", []);
        for (const item of items.slice(from)) {
          const id = JSON.stringify(group_by.map(({ column, bucket }) => bucketOf(item[column] as string, bucket)));
          groups.set(id, [...(groups.get(id) ?? []), item]);
        }
        const rows = [...groups].map(([id, members]): unknown[] => [
          ...(JSON.parse(id) as unknown[]),
          ...aggregates.map((one) =>
            workOut(
              one.function,
              members.map((member) => member[one.column]),
            ),
          ),
        ]);
        const last = group_by.length;
        const inOrder = rows.toSorted((a, b) => {
          const [x, y] = [a[last], b[last]];
          const first = x === null || y === null || !backwards ? nullsLast(x, y) : byCodePoints(y, x);
          if (first !== 0) return first;
          for (let at = 0; at < last; at++) if (nullsLast(a[at], b[at]) !== 0) return nullsLast(a[at], b[at]);
          return 0;
        });
        const name = `${aggregates[0]?.function}_${aggregates[0]?.column}`;
        const answer = await ask({
          group_by,
          aggregate: aggregates,
          filter: [{ column: "i", op: "gte", value: from }],
          sort: [backwards ? `-${name}` : name],
        });
        expect(answer.data.map((row) => answer.columns.map((column) => row[column.name]))).toEqual(inOrder);
      }),
      { numRuns: 150 },
    );
  });

  test("without a sort they come by their keys; a limit cuts, and says so", async () => {
    const answer = await ask({ group_by: ["word"], aggregate: [{ function: "count" }], limit: 2 });
    expect(answer.data.map(({ word }) => word)).toEqual(["", "B"]);
    expect(answer.truncated).toBe(true);
    const whole = await ask({ group_by: ["word"] });
    expect(whole.data.map(({ word }) => word)).toEqual(["", "B", "a", "ä", "😀", null]);
  });

  test("types and names of the answer; select picks and orders", async () => {
    const answer = await ask({
      group_by: [{ column: "at", bucket: "year", as: "when" }],
      aggregate: [{ function: "count" }, { function: "avg", column: "n" }, { function: "max", column: "at" }],
      select: ["max_at", "when", "avg_n"],
    });
    expect(answer.columns.map(({ name, type }) => [name, type])).toEqual([
      ["max_at", "timestamp"],
      ["when", "date"],
      ["avg_n", "number"],
    ]);
    expect(Object.keys(answer.data[0] ?? {})).toEqual(["max_at", "when", "avg_n"]);
    expect(answer.data[0]).toMatchObject({ when: "2024-01-01", max_at: "2024-03-29T19:30:00Z" });
  });

  test("of no rows: no group, or one row of nothing", async () => {
    const none = { filter: ["i:gt:1000"] };
    expect((await ask({ ...none, group_by: ["word"], aggregate: [{ function: "count" }] })).data).toEqual([]);
    const aggregate = [{ function: "count" }, { function: "sum", column: "n" }, { function: "max", column: "day" }];
    expect((await ask({ ...none, aggregate })).data).toEqual([{ count: 0, sum_n: null, max_day: null }]);
  });

  test("sums keep all digits beyond 64 bits, and a number that is too large is refused", async () => {
    const big = await importFile(world, owner, "n,x\n9223372036854775807,1e308\n9223372036854775807,1e308\n", {
      columns: [{ name: "x", type: "number" }],
    });
    const sum = await ask({ aggregate: [{ function: "sum", column: "n" }] }, big.id);
    expect(sum.data).toEqual([{ sum_n: "18446744073709551614" }]);
    await expect(ask({ aggregate: [{ function: "sum", column: "x" }] }, big.id)).rejects.toMatchObject({
      code: "invalid_input",
      more: { errors: [{ attr: "aggregate", code: "too_big" }] },
    });
  });
});

test("the scope, the organization and the mode are those of every read", async () => {
  const noScope = await world.member(org, "owner", { scopes: ["usage:read"] });
  await expect(ask({}, made.id, noScope)).rejects.toMatchObject({ code: "insufficient_scope" });
  const viewer = await world.member(org, "viewer");
  expect((await ask({ aggregate: [{ function: "count" }] }, made.id, viewer)).data).toEqual([{ count: 90 }]);
  const stranger = await world.member(await world.organization("Other"), "owner");
  const tester = await world.member(org, "owner", { livemode: false });
  for (const other of [stranger, tester])
    await expect(ask({}, made.id, other)).rejects.toMatchObject({ code: "not_found" });
});
