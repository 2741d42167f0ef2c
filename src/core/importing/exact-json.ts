import { isExactDouble } from "./exact-number.ts";

/** A number kept as its digits, because a double would round it. `JSON.stringify` writes the digits. */
export type RawNumber = { readonly rawJSON: string };

/** ECMAScript's "JSON.parse source text access", which TypeScript's library does not describe yet. */
const json = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(source: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

/** Numbers so long, or with such an exponent, that a double may not hold them. */
const SUSPICIOUS = /\d[\d.]{15,}(?:[eE][+-]?\d+)?|\d[\d.]*[eE][+-]?\d{3,}/g;

/** Parses JSON without rounding: a number that is no exact double comes as a `RawNumber`. Throws a SyntaxError. */
export function parseExactJson(text: string): unknown {
  // A reviver makes parsing ten times slower, so it is used only where a number needs it.
  const suspects = text.match(SUSPICIOUS);
  if (suspects === null || suspects.every(isExactDouble)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && !isExactDouble(source) ? json.rawJSON(source) : value,
  );
}

export const isRawNumber = (value: unknown): value is RawNumber => json.isRawJSON(value);
