import type { ColumnType } from "#contract/source.ts";
import { cellText } from "./convert-cell.ts";
import { parseDateText } from "./date-text.ts";
import { isRawNumber, parseExactJson } from "./exact-json.ts";
import { isExactDouble, isWholeNumber } from "./exact-number.ts";
import { excerpt } from "./parsed.ts";

const INTEGER = 1;
const NUMBER = 2;
const BOOLEAN = 4;
const DATE = 8;
const TIMESTAMP = 16;
const JSON_VALUE = 32;
const SAMPLES = 5;

/** What a column can be without damage: every value that is added takes away the types that would change it. */
export type ColumnProfile = {
  /** A cell of CSV: null where nothing stood, "" where quotes stood. */
  addText(value: string | null): void;
  /** A value of JSON; undefined: the object lacks the key. */
  addJson(value: unknown, times?: number): void;
  result(): { type: ColumnType; nullable: boolean; empty: number; samples: string[] };
};

export function columnProfile(): ColumnProfile {
  let possible = INTEGER | NUMBER | BOOLEAN | DATE | TIMESTAMP | JSON_VALUE;
  let values = 0;
  let missing = 0;
  let blank = 0;
  let nested = false;
  let form: string | null = null;
  const samples: string[] = [];

  const datesOf = (text: string): number => {
    const date = parseDateText(text);
    if (!date) return 0;
    form ??= date.form;
    if (form !== date.form) return 0;
    return date.hasTime ? TIMESTAMP : DATE;
  };

  const typesOfText = (text: string): number => {
    const code = text.charCodeAt(0);
    if (code === 123 || code === 91) return isJson(text) ? JSON_VALUE : 0;
    if (code === 45 || code === 46 || (code >= 48 && code <= 57)) {
      if (isWholeNumber(text)) return INTEGER | (isExactDouble(text) ? NUMBER : 0);
      if (/^-?(?:0|[1-9]\d*)?\.\d+$/.test(text)) return isExactDouble(text) && !isNegativeZero(text) ? NUMBER : 0;
      return datesOf(text);
    }
    return /^(?:true|false)$/i.test(text) ? BOOLEAN : 0;
  };

  const typesOfJson = (value: unknown): number => {
    if (typeof value === "string") return datesOf(value);
    if (typeof value === "boolean") return BOOLEAN;
    if (typeof value === "number") return Number.isSafeInteger(value) ? INTEGER | NUMBER : NUMBER;
    if (isRawNumber(value)) return isWholeNumber(value.rawJSON) ? INTEGER : 0;
    nested = true;
    return 0;
  };

  const sample = (value: unknown) => {
    const text = excerpt(cellText(value), 80);
    if (!samples.includes(text)) samples.push(text);
  };

  return {
    addText(value) {
      if (value === null) missing += 1;
      else if (value === "") blank += 1;
      else {
        values += 1;
        if (possible !== 0) possible &= typesOfText(value.trim());
        if (samples.length < SAMPLES) sample(value);
      }
    },
    addJson(value, times = 1) {
      if (value === null || value === undefined) missing += times;
      else {
        values += 1;
        // Also when nothing else is possible any more: a nested value makes the whole column JSON.
        if (possible !== 0 || !nested) possible &= typesOfJson(value);
        if (samples.length < SAMPLES) sample(value);
      }
    },
    result() {
      const type = values === 0 ? "text" : nested ? "json" : typeFrom(possible);
      const empty = missing + (type === "text" ? 0 : blank);
      return { type, nullable: empty > 0, empty, samples };
    },
  };
}

/** In the order of preference where more than one would do. */
function typeFrom(possible: number): ColumnType {
  if (possible & INTEGER) return "integer";
  if (possible & NUMBER) return "number";
  if (possible & BOOLEAN) return "boolean";
  if (possible & DATE) return "date";
  if (possible & TIMESTAMP) return "timestamp";
  if (possible & JSON_VALUE) return "json";
  return "text";
}

/** A double has a negative zero, but JSON does not write it: `-0.0` stays text. */
const isNegativeZero = (text: string): boolean => Object.is(Number(text), -0);

function isJson(text: string): boolean {
  try {
    parseExactJson(text);
    return true;
  } catch {
    return false;
  }
}
