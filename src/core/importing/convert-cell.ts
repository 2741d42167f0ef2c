import type { ColumnType } from "#contract/source.ts";
import { parseDateText } from "./date-text.ts";
import { isRawNumber, parseExactJson, type RawNumber } from "./exact-json.ts";
import { isWholeNumber } from "./exact-number.ts";
import { MAX_CELL } from "./parsed.ts";

const MAX_DEPTH = 64;

/** A cell as text: what stood in the CSV, or the value of JSON as JSON writes it (a string without its quotes). */
export function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  if (isRawNumber(value)) return value.rawJSON;
  return depthOf(value) > MAX_DEPTH ? "(nested too deeply)" : JSON.stringify(value);
}

/** What PostgreSQL gets for a cell: its text, null for no value, or undefined if the cell does not fit the type. */
export type Converter = (value: unknown) => string | null | undefined;

const isMissing = (value: unknown): boolean => value === null || value === undefined || value === "";

const booleans = new Map([
  ...["true", "t", "yes", "y", "1"].map((word) => [word, "t"] as const),
  ...["false", "f", "no", "n", "0"].map((word) => [word, "f"] as const),
]);

/** Each checks so much that COPY cannot fail on what it gives. */
export const converters: Record<ColumnType, Converter> = {
  text(value) {
    if (value === null || value === undefined) return null;
    const text = cellText(value);
    return fitsText(text) ? text : undefined;
  },
  integer(value) {
    if (isMissing(value)) return null;
    if (typeof value === "number") return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : undefined;
    const text = cellText(value).trim();
    return isWholeNumber(text) ? text : undefined;
  },
  number(value) {
    if (isMissing(value)) return null;
    const text = cellText(value).trim();
    if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/.test(text)) return undefined;
    const number = Number(text);
    return Number.isFinite(number) ? String(number) : undefined;
  },
  boolean(value) {
    if (isMissing(value)) return null;
    return booleans.get(cellText(value).trim().toLowerCase());
  },
  date(value) {
    if (isMissing(value)) return null;
    const date = typeof value === "string" ? parseDateText(value.trim()) : null;
    return date && !date.hasTime ? date.sql : undefined;
  },
  timestamp(value) {
    if (isMissing(value)) return null;
    const date = typeof value === "string" ? parseDateText(value.trim()) : null;
    if (!date) return undefined;
    return date.hasTime ? date.sql : `${date.sql} 00:00:00+00`;
  },
  json: (value) => (value === null || value === undefined ? null : jsonText(value)),
};

/** JSON in a CSV file: the cell is JSON text itself. */
export function csvJson(value: unknown): string | null | undefined {
  if (isMissing(value)) return null;
  try {
    return jsonText(parseExactJson(value as string));
  } catch {
    return undefined;
  }
}

/** PostgreSQL keeps no NUL, and half of a surrogate pair is no character. */
const fitsText = (text: string): boolean => text.length <= MAX_CELL && !text.includes("\0") && text.isWellFormed();

function jsonText(value: unknown): string | undefined {
  if (depthOf(value) > MAX_DEPTH || !everyLeaf(value, isStorable)) return undefined;
  const text = JSON.stringify(value);
  return text.length <= MAX_CELL ? text : undefined;
}

const isStorable = (leaf: unknown): boolean => {
  if (typeof leaf === "string") return fitsText(leaf);
  // jsonb keeps a number of any length as numeric, but that has an end too.
  if (isRawNumber(leaf))
    return leaf.rawJSON.length <= 1000 && Math.abs(Number(/[eE](.*)$/.exec(leaf.rawJSON)?.[1] ?? 0)) <= 1000;
  return true;
};

function everyLeaf(value: unknown, test: (leaf: unknown) => boolean): boolean {
  if (typeof value !== "object" || value === null || isRawNumber(value)) return test(value);
  if (Array.isArray(value)) return value.every((item) => everyLeaf(item, test));
  return Object.entries(value).every(([key, item]) => test(key) && everyLeaf(item, test));
}

/** Stops as soon as it is too much. */
function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null || isRawNumber(value) || depth > MAX_DEPTH) return depth;
  let deepest = depth + 1;
  for (const item of Object.values(value)) deepest = Math.max(deepest, depthOf(item as RawNumber | object, depth + 1));
  return deepest;
}

const words: Record<ColumnType, string> = {
  text: "is not text that can be kept",
  integer: "is not a whole number",
  number: "is not a number",
  boolean: "is not true or false",
  date: "is not a date (YYYY-MM-DD)",
  timestamp: "is not a date and time (YYYY-MM-DDThh:mm:ss)",
  json: "is not JSON that can be kept",
};

/** Why a converter refused a cell, as the end of a sentence that begins with it. */
export function whyNot(value: unknown, type: ColumnType): string {
  const text = cellText(value);
  if (text.length > MAX_CELL) return "is longer than 1 MiB";
  if (text.includes("\0")) return "contains a NUL character";
  if (!text.isWellFormed()) return "contains half of a surrogate pair";
  return words[type];
}
