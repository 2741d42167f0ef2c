import type { Cell, Column } from "#contract/source.ts";
import { isExactDouble } from "../importing/exact-number.ts";

/**
 * A row whose cells are called c0, c1 …, as JSON has it. `fromEntries` defines each name as it is, also `__proto__`,
 * which an assignment would not.
 */
export const toRecord = (row: Record<string, unknown>, columns: readonly Column[]): Record<string, Cell> =>
  Object.fromEntries(columns.map(({ name, type }, index) => [name, toWire(row[`c${index}`], type)]));

/**
 * A cell as JSON has it. A number that JSON clients would round (an integer beyond 2⁵³, also inside JSON) comes as a
 * string of its digits.
 */
export function toWire(value: unknown, type: Column["type"]): Cell {
  if (value === null || value === undefined) return null;
  if (type === "integer") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (type === "timestamp")
    return String(value)
      .replace(/\.?0+Z$/, (zeros) => (zeros.startsWith(".") ? "Z" : zeros))
      .replace(/(\.\d*?)0+Z$/, "$1Z");
  if (type === "json") return parseStored(String(value));
  return value as string | number | boolean;
}

const parse = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/** Sixteen digits in a row or around a point are the least that a double can round. */
function parseStored(text: string): Cell {
  if (!/[\d.]{17}/.test(text)) return JSON.parse(text) as Cell;
  return parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && !isExactDouble(source) ? source : value,
  ) as Cell;
}
