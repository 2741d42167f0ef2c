import { expect, test } from "vitest";
import { type Access, accessUnder, stricter } from "./column-access.ts";

const all: readonly Access[] = [null, "last4", "hash", "full", "hidden"];

test("of two that speak of a column, nothing is shown that either of them withholds, in whatever order", () => {
  for (const a of all)
    for (const b of all) {
      expect(stricter(a, b)).toBe(stricter(b, a));
      expect(stricter(stricter(a, b), b)).toBe(stricter(a, b));
      for (const c of all) expect(stricter(stricter(a, b), c)).toBe(stricter(a, stricter(b, c)));
    }
  expect(stricter("last4", "hash")).toBe("full");
  expect(stricter("hash", "full")).toBe("full");
  expect(stricter("last4", "hidden")).toBe("hidden");
  expect(stricter(null, "hash")).toBe("hash");
  expect(stricter(null, null)).toBe(null);
});

test("what is not named is shown or hidden as the policy says, and a mask that is not named is the full one", () => {
  const columns = [
    { name: "a", access: "visible" as const },
    { name: "b", access: "masked" as const },
    { name: "c", access: "masked" as const, mask: "hash" as const },
    { name: "d", access: "hidden" as const },
  ];
  const under = (other_columns: "visible" | "hidden") =>
    ["a", "b", "c", "d", "e"].map((name) => accessUnder({ columns, other_columns }, name));
  expect(under("visible")).toEqual([null, "full", "hash", "hidden", null]);
  expect(under("hidden")).toEqual([null, "full", "hash", "hidden", "hidden"]);
});
