import fc from "fast-check";
import { expect, test } from "vitest";
import type { ShownChart } from "#contract/dashboard.ts";
import { changesBetween, type Draft, mergeDashboards } from "./merge-dashboards.ts";

const chart = (id: string, title = id): ShownChart => ({
  ...{ id, title, kind: "table", width: "half", source_id: "src_a" },
  query: { group_by: [], aggregate: [], filter: [], sort: [], limit: 10 },
});
const draft = (charts: ShownChart[], name = "N", filters: string[] = []): Draft => ({
  ...{ name, description: null, charts, filters },
});
const base = draft([chart("a"), chart("b"), chart("c")]);
let made = 0;
const newId = () => `new${made++}`;
const merged = (mine: Draft, theirs: Draft) => mergeDashboards(base, mine, theirs, newId);
const titles = ({ charts }: Draft) => charts.map(({ title }) => title);

test("what only one of both changed is as they left it", () => {
  const mine = draft([chart("a", "A"), chart("c")], "Mine");
  const theirs = draft([chart("a"), chart("b"), chart("c", "C"), chart("d")]);
  expect(merged(mine, theirs)).toMatchObject({ name: "Mine" });
  expect(titles(merged(mine, theirs))).toEqual(["A", "C", "d"]);
});

test("a chart that both changed is there twice; one changed here and deleted there stays", () => {
  const mine = draft([chart("a", "Mine"), chart("b", "Mine too"), chart("c")]);
  const theirs = draft([chart("a", "Theirs"), chart("c")]);
  expect(titles(merged(mine, theirs))).toEqual(["Theirs", "Mine (yours)", "c", "Mine too"]);
});

test("whoever alone moved charts gives the order", () => {
  const mine = draft([chart("c"), chart("a"), chart("b")]);
  expect(titles(merged(mine, draft([...base.charts, chart("d")])))).toEqual(["c", "a", "b", "d"]);
  expect(titles(merged(draft([chart("x"), ...base.charts]), mine))).toEqual(["c", "a", "b", "x"]);
});

test("filters that either offers are offered", () => {
  const mine = draft(base.charts, "N", ["city"]);
  expect(merged(mine, base).filters).toEqual(["city"]);
  expect(merged(base, mine).filters).toEqual(["city"]);
  expect(merged(mine, draft(base.charts, "N", ["day"])).filters).toEqual(["day", "city"]);
});

test("says what was done", () => {
  const changes = changesBetween(base, draft([chart("c"), chart("a", "A"), chart("d")], "M"));
  expect(changes).toMatchObject({ about: true, moved: true, added: [{ id: "d" }], changed: [{ id: "a" }] });
  expect(changes.removed.map(({ id }) => id)).toEqual(["b"]);
  expect(changesBetween(base, base)).toEqual({
    ...{ about: false, filters: false, moved: false },
    ...{ added: [], changed: [], removed: [] },
  });
});

test("loses no change of either, and no id is there twice", () => {
  const edited = fc
    .array(fc.record({ id: fc.constantFrom("a", "b", "c", "d"), version: fc.constantFrom("", "1", "2") }), {
      maxLength: 6,
    })
    .map((charts) => draft([...new Map(charts.map(({ id, version }) => [id, chart(id, id + version)])).values()]));
  fc.assert(
    fc.property(edited, edited, (mine, theirs) => {
      const both = merged(mine, theirs);
      expect(new Set(both.charts.map(({ id }) => id)).size).toBe(both.charts.length);
      for (const side of [mine, theirs]) {
        const { added, changed } = changesBetween(base, side);
        for (const { title } of [...added, ...changed])
          expect(titles(both).map((each) => each.replace(" (yours)", ""))).toContain(title);
      }
      const untouched = base.charts.filter(({ id, title }) =>
        [mine, theirs].every((side) => side.charts.some((each) => each.id === id && each.title === title)),
      );
      for (const { title } of untouched) expect(titles(both)).toContain(title);
    }),
  );
});
