import { expect, test } from "vitest";
import type { RowCondition } from "#contract/row-condition.ts";
import { groupOf, newComparison, newGroup, rowsOf } from "./condition-draft.ts";
import { conditionWords } from "./policy-words.ts";

const eu: RowCondition = { column: "region", op: "eq", value: "eu" };
const mine: RowCondition = { column: "owner", op: "ne", attribute: "user.id" };
const some: RowCondition = { column: "state", op: "in", values: ["CA", "NV, too"] };
const empty: RowCondition = { attribute: "key.metadata.region", op: "is_null", value: false };

test.each<RowCondition>([
  eu,
  mine,
  some,
  empty,
  { and: [eu, mine] },
  { or: [eu, { and: [mine, some] }] },
  { not: { or: [eu, mine] } },
  { not: eu },
  { and: [eu, { not: { and: [mine, { not: { or: [some, empty] } }] } }] },
])("%j comes out of the builder as it went in", (condition) => {
  expect(rowsOf(groupOf(condition))).toEqual(condition);
});

test("groups with nothing in them say nothing", () => {
  expect(rowsOf(groupOf(null))).toBeNull();
  expect(rowsOf(newGroup([newGroup(), newGroup([newGroup()])]))).toBeNull();
  expect(rowsOf(newGroup([newGroup([], "or", true), newComparison("region")]))).toEqual({
    column: "region",
    op: "eq",
    value: "",
  });
});

test("a condition is said as one would say it", () => {
  expect(conditionWords({ or: [eu, { and: [mine, { not: some }] }] })).toBe(
    "region is eu or (owner is not their user.id and not (state is one of CA, NV, too))",
  );
  expect(conditionWords(empty)).toBe("their key.metadata.region is not empty");
});
