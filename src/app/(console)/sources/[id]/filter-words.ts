import type { ColumnType, FilterOp } from "#contract/source.ts";

export const opWords: Record<FilterOp, { label: string; hint?: string }> = {
  eq: { label: "is" },
  ne: { label: "is not" },
  lt: { label: "<" },
  lte: { label: "≤" },
  gt: { label: ">" },
  gte: { label: "≥" },
  in: { label: "is one of", hint: "Commas between the values; a value with a comma stands in double quotes." },
  like: { label: "matches", hint: "% stands for any text, _ for one character. Case counts." },
  ilike: { label: "matches, any case", hint: "% stands for any text, _ for one character." },
  is_null: { label: "is empty" },
};

const compared: readonly FilterOp[] = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "is_null"];

/** The comparisons that make sense for a type, the usual one first. */
export const opsOfType: Record<ColumnType, readonly FilterOp[]> = {
  text: ["eq", "ne", "ilike", "like", "in", "lt", "lte", "gt", "gte", "is_null"],
  integer: compared,
  number: compared,
  date: compared,
  timestamp: compared,
  boolean: ["eq", "ne", "is_null"],
  json: ["is_null"],
};

export const placeholders: Record<ColumnType, string> = {
  text: "",
  integer: "42",
  number: "3.14",
  boolean: "true",
  date: "2026-03-01",
  timestamp: "2026-03-01T12:00:00Z",
  json: "",
};
