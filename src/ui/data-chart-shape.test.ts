import { expect, test } from "vitest";
import type { ChartColumn } from "#contract/dashboard.ts";
import { rangeOf, shapeOf } from "./data-chart-shape.ts";

const group = (
  name: string,
  type: ChartColumn["type"] = "text",
  bucket: ChartColumn["bucket"] = null,
): ChartColumn => ({
  ...{ name, type, bucket },
  ...{ role: "group", function: null },
});
const measure = (name: string, by: ChartColumn["function"] = "count"): ChartColumn => ({
  ...{ name, type: "number", bucket: null },
  ...{ role: "measure", function: by },
});

test("times stand in their own order, whatever the rows' is, and are called by their bucket", () => {
  const shape = shapeOf(
    [group("day", "date", "quarter"), measure("n")],
    [
      { day: "2026-04-01", n: 2 },
      { day: null, n: 9 },
      { day: "2026-01-01", n: "9007199254740993" },
    ],
  );
  if (shape.axis !== "time") throw new Error("no time");
  expect(shape.times.map(shape.label)).toEqual(["Q1 2026", "Q2 2026"]);
  expect(shape.series[0]?.values).toEqual([9007199254740992, 2]);
});

test("a second group splits into series, with gaps where a row is missing", () => {
  const columns = [group("city"), group("kind"), measure("n")];
  const shape = shapeOf(columns, [
    { city: "Oslo", kind: "a", n: 1 },
    { city: "Bergen", kind: "b", n: 2 },
    { city: null, kind: "a", n: 3 },
  ]);
  expect(shape).toMatchObject({ axis: "category", categories: ["Oslo", "Bergen", "No value"], more: 0, heaped: true });
  expect(shape.series.map(({ label, values }) => [label, values])).toEqual([
    ["a", [1, null, 3]],
    ["b", [null, 2, null]],
  ]);
});

test("only parts of a whole are heaped: no averages, no two measures, nothing below nothing", () => {
  const rows = [
    { city: "Oslo", kind: "a", n: 1, m: 1 },
    { city: "Oslo", kind: "b", n: 2, m: 1 },
  ];
  const groups = [group("city"), group("kind")];
  expect(shapeOf([...groups, measure("n")], rows).heaped).toBe(true);
  expect(shapeOf([...groups, measure("n", "avg")], rows).heaped).toBe(false);
  expect(shapeOf([...groups, measure("n"), measure("m")], rows).heaped).toBe(false);
  expect(shapeOf([group("city"), measure("n")], rows).heaped).toBe(false);
  expect(shapeOf([...groups, measure("n", "sum")], [...rows, { city: "Oslo", kind: "c", n: -1 }]).heaped).toBe(false);
});

test("of more series than colours the largest are drawn, and it is told how many are not", () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({ city: "Oslo", kind: `k${index}`, n: index }));
  const shape = shapeOf([group("city"), group("kind"), measure("n")], rows);
  expect([shape.series.map(({ label }) => label), shape.more]).toEqual([rows.slice(4).map(({ kind }) => kind), 4]);
});

test("a group called as what every object has is a group as any other", () => {
  const rows = [{ city: "__proto__", n: 1 }];
  expect(shapeOf([group("city"), measure("n")], rows)).toMatchObject({ categories: ["__proto__"] });
});

test("amounts begin at nothing; a line far from nothing may leave it out; what is below nothing is seen", () => {
  expect(rangeOf(false)(80, 100)).toEqual([0, 106]);
  const [low, high] = rangeOf(true)(80, 100);
  expect(low).toBeGreaterThan(70);
  expect(low).toBeLessThan(80);
  expect(high).toBeGreaterThan(100);
  expect(rangeOf(true)(1, 100)).toEqual([0, 106]);
  expect(rangeOf(true)(-100, 50)).toEqual([-106, 53]);
  expect(rangeOf(false)(0, 0)).toEqual([0, 1]);
});
