import { expect, test } from "vitest";
import { ChartQuery } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import { type ChartForm, firstForm, fromQuery, toQuery, wordsOf } from "./chart-form.ts";

const column = (name: string, type: Column["type"]): Column => ({ name, type, nullable: true, description: null });

test("a question that was saved comes out of the fields as it went in", () => {
  const queries = [
    {
      group_by: [{ column: "day", bucket: "month" as const, as: "Month" }, { column: "city" }],
      aggregate: [
        { function: "count" as const, as: "Count" },
        { function: "avg" as const, column: "amount", as: "Mean" },
      ],
      filter: ["city:eq:Oslo"],
      sort: ["-Mean", "Month"],
      limit: 10,
    },
    { select: ["day", "amount"], sort: ["-amount"], limit: 5 },
  ];
  for (const given of queries) {
    const query = ChartQuery.parse(given);
    expect(ChartQuery.parse(toQuery("table", fromQuery(query)))).toEqual(query);
  }
});

test("a question that a program wrote another way is asked the same", () => {
  const query = ChartQuery.parse({
    group_by: ["city"],
    aggregate: [{ function: "sum", column: "amount" }],
    filter: [{ column: "a:b", op: "in", value: ["x,y", "z"] }],
    sort: [{ column: "sum_amount", descending: true }],
  });
  expect(toQuery("bar", fromQuery(query))).toMatchObject({
    group_by: [{ column: "city" }],
    aggregate: [{ function: "sum", column: "amount", as: "sum_amount" }],
    filter: ['"a:b":in:"x,y",z'],
    sort: ["-sum_amount"],
  });
});

test("what is sorted by keeps its place when it is given another name", () => {
  const form: ChartForm = { ...firstForm([column("city", "text")]).form };
  expect(toQuery("bar", form).sort).toEqual(["-Count"]);
  const renamed = { ...form, measures: [{ fn: "count" as const, column: null, label: "Shops" }] };
  expect(toQuery("bar", renamed)).toMatchObject({ aggregate: [{ as: "Shops" }], sort: ["-Shops"] });
  // A number has neither groups nor an order, whatever the fields hold for when it is bars again.
  expect(toQuery("number", { ...renamed, sort: [{ by: "g0", descending: false }] })).toMatchObject({
    group_by: [],
    sort: [],
    limit: 1,
  });
});

test("a first chart runs along time, else by names, else it is a number", () => {
  expect(firstForm([column("n", "number"), column("at", "timestamp")])).toMatchObject({ kind: "line" });
  expect(firstForm([column("n", "number"), column("city", "text")])).toMatchObject({ kind: "bar" });
  expect(firstForm([column("n", "number")])).toMatchObject({ kind: "number", form: { groups: [] } });
});

test("is put into words", () => {
  const { kind, form } = firstForm([column("at", "timestamp")]);
  expect(wordsOf(kind, form, "Shops")).toBe("Count by month");
  expect(wordsOf("table", { ...form, rows: true }, "Shops")).toBe("Shops");
});
