import { parseExactJson } from "./exact-json.ts";
import { countNewlines, excerpt, MAX_RECORD, type Parsed, type Parser } from "./parsed.ts";

export type JsonRecord = Record<string, unknown>;

const NOT_OBJECT = "is not a JSON object";
const LONG_ROW = "the row is longer than 8 MiB";

function parseRecord(line: number, text: string): Parsed<JsonRecord> {
  const trimmed = text.trim();
  try {
    const value = parseExactJson(trimmed);
    if (typeof value === "object" && value !== null && !Array.isArray(value) && trimmed.startsWith("{"))
      return { line, value: value as JsonRecord };
    return { line, problem: NOT_OBJECT, text: excerpt(trimmed) };
  } catch {
    return { line, problem: "is not valid JSON", text: excerpt(trimmed) };
  }
}

/** One JSON object a line. A line that is none is rejected; blank lines are passed over. */
export function ndjsonParser(): Parser<JsonRecord> {
  let buffer = "";
  let line = 1;
  let skipping = false;
  return (text, last) => {
    buffer += text;
    const rows: Parsed<JsonRecord>[] = [];
    let start = 0;
    while (start < buffer.length) {
      const newline = buffer.indexOf("\n", start);
      if (newline === -1 && !last) {
        if (buffer.length - start <= MAX_RECORD) break;
        if (!skipping) rows.push({ line, problem: LONG_ROW, text: excerpt(buffer.slice(start, start + 200)) });
        skipping = true;
        start = buffer.length;
        break;
      }
      const end = newline === -1 ? buffer.length : newline;
      const record = buffer.slice(start, end);
      if (skipping) skipping = false;
      else if (end - start > MAX_RECORD) rows.push({ line, problem: LONG_ROW, text: excerpt(record) });
      else if (record.trim() !== "") rows.push(parseRecord(line, record));
      start = end + 1;
      line += 1;
    }
    buffer = buffer.slice(start);
    return rows;
  };
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const isOpening = (code: number) => code === 123 || code === 91;
const isClosing = (code: number) => code === 125 || code === 93;

/**
 * The objects of one JSON array, of any length: it looks for the commas between them and parses each by itself, so an
 * object that is broken inside costs one row.
 */
export function jsonArrayParser(): Parser<JsonRecord> {
  let buffer = "";
  let at = 0;
  let line = 1;
  let depth = -1;
  let inString = false;
  let tooLong = false;
  let ended = false;

  return (text, last) => {
    buffer += text;
    const rows: Parsed<JsonRecord>[] = [];
    let start = 0;

    const finish = (end: number, closesArray: boolean) => {
      const record = buffer.slice(start, end);
      const lead = record.length - record.trimStart().length;
      const at0 = line + countNewlines(buffer, start, start + lead);
      if (tooLong) tooLong = false;
      else if (end - start > MAX_RECORD) rows.push({ line: at0, problem: LONG_ROW, text: excerpt(record.slice(lead)) });
      else if (record.trim() !== "") rows.push(parseRecord(at0, record));
      else if (!closesArray) rows.push({ line: at0, problem: NOT_OBJECT, text: "" });
      line += countNewlines(buffer, start, end);
      start = end + 1;
    };

    for (; at < buffer.length; at++) {
      const code = buffer.charCodeAt(at);
      if (inString) {
        if (code === BACKSLASH) at += 1;
        else if (code === QUOTE) inString = false;
      } else if (ended) {
        if (code > 32) {
          rows.push({
            line: line + countNewlines(buffer, start, at),
            problem: "stands after the end of the array",
            text: excerpt(buffer.slice(at, at + 200)),
          });
          at = buffer.length;
        }
      } else if (code === QUOTE) inString = true;
      else if (isOpening(code)) {
        depth += 1;
        if (depth === 0) {
          line += countNewlines(buffer, start, at);
          start = at + 1;
        }
      } else if (isClosing(code)) {
        depth -= 1;
        if (depth < 0) {
          finish(at, true);
          ended = true;
        }
      } else if (code === COMMA && depth === 0) finish(at, false);
    }

    if (last && !ended && depth >= 0)
      rows.push({
        line,
        problem: "the file ends in the middle of the array",
        text: excerpt(buffer.slice(start).trim()),
      });
    if (!tooLong && buffer.length - start > MAX_RECORD) {
      rows.push({ line, problem: LONG_ROW, text: excerpt(buffer.slice(start, start + 200)) });
      tooLong = true;
    }
    if (tooLong || ended) {
      line += countNewlines(buffer, start, buffer.length);
      start = buffer.length;
    }
    // A backslash may have been the last character of the chunk: then `at` already stands behind the next one.
    at -= start;
    buffer = buffer.slice(start);
    return rows;
  };
}
