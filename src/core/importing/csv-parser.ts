import { countNewlines, excerpt, MAX_CELL, MAX_RECORD, type Parsed, type Parser } from "./parsed.ts";

/** A cell is null where nothing stands between two delimiters, and "" where two quotes do. */
export type CsvCells = (string | null)[];

const QUOTE = 34;
const LF = 10;
const CR = 13;

const UNCLOSED = "a quote is opened and not closed";
const AFTER_QUOTE = "there is text between a closing quote and the next delimiter";
const LONG_CELL = "a cell is longer than 1 MiB";
const LONG_ROW = "the row is longer than 8 MiB";

/** Where a record ends, and what it is: cells, or what is wrong with it. Null: the rest of it is still to come. */
type Step = { next: number; cells: CsvCells; problem?: undefined } | { next: number; problem: string } | null;

/**
 * Reads CSV (RFC 4180) with any one-character delimiter and LF, CRLF or CR ends. It never holds more than a chunk and a
 * record; after a record that cannot be read it goes on with the next line, so one stray quote costs one row.
 */
export function csvParser(delimiter: string): Parser<CsvCells> {
  const delimiterCode = delimiter.charCodeAt(0);
  let buffer = "";
  let line = 1;
  let skipping = false;
  let newline: number | null = null;

  const endOfLine = (from: number): number => {
    const at = buffer.indexOf(newline === CR ? "\r" : "\n", from);
    return at === -1 ? -1 : at + 1;
  };

  /** From an error on to the next line, which may not have come yet. */
  const recover = (from: number, problem: string): Step => {
    const next = endOfLine(from);
    if (next === -1) skipping = true;
    return { next: next === -1 ? buffer.length : next, problem };
  };

  const readRecord = (start: number, last: boolean): Step => {
    const cells: CsvCells = [];
    const length = buffer.length;
    let at = start;
    for (;;) {
      if (buffer.charCodeAt(at) === QUOTE) {
        let from = at + 1;
        let text = "";
        for (;;) {
          const quote = buffer.indexOf('"', from);
          if (quote === -1) {
            if (last || length - at > MAX_CELL) return recover(start, UNCLOSED);
            return null;
          }
          if (quote + 1 >= length && !last) return null;
          text += buffer.slice(from, quote);
          from = quote + 1;
          if (buffer.charCodeAt(from) !== QUOTE) break;
          text += '"';
          from += 1;
        }
        if (text.length > MAX_CELL) return recover(from, LONG_CELL);
        cells.push(text);
        at = from;
      } else {
        const from = at;
        while (at < length) {
          const code = buffer.charCodeAt(at);
          if (code === delimiterCode || code === newline) break;
          at += 1;
        }
        if (at - from > MAX_CELL) return recover(at, LONG_CELL);
        if (at >= length && !last) return length - start > MAX_RECORD ? recover(at, LONG_ROW) : null;
        let to = at;
        if ((at >= length || buffer.charCodeAt(at) === LF) && to > from && buffer.charCodeAt(to - 1) === CR) to -= 1;
        cells.push(to > from ? buffer.slice(from, to) : null);
      }

      if (at >= length) return last ? { next: length, cells } : null;
      let code = buffer.charCodeAt(at);
      if (code === CR && newline === LF) {
        if (at + 1 >= length && !last) return null;
        at += 1;
        if (at >= length) return { next: length, cells };
        code = buffer.charCodeAt(at);
        if (code !== LF) return recover(at, AFTER_QUOTE);
      }
      if (code === newline) return { next: at + 1, cells };
      if (code !== delimiterCode) return recover(at, AFTER_QUOTE);
      if (at - start > MAX_RECORD) return recover(at, LONG_ROW);
      at += 1;
    }
  };

  return (text, last) => {
    buffer = buffer === "" ? text : buffer + text;
    newline ??= newlineOf(buffer, last);
    if (newline === null) return [];
    const rows: Parsed<CsvCells>[] = [];
    let start = 0;
    if (skipping) {
      const next = endOfLine(0);
      line += countNewlines(buffer, 0, next === -1 ? buffer.length : next);
      start = next === -1 ? buffer.length : next;
      skipping = next === -1;
    }
    while (start < buffer.length) {
      const step = readRecord(start, last);
      if (step === null) break;
      if (step.problem !== undefined)
        rows.push({
          line,
          problem: step.problem,
          text: excerpt(buffer.slice(start, Math.min(step.next, start + 200))),
        });
      else if (step.cells.length > 1 || step.cells[0] !== null) rows.push({ line, value: step.cells });
      line += newline === CR ? 1 : countNewlines(buffer, start, step.next);
      start = step.next;
    }
    buffer = start >= buffer.length ? "" : buffer.slice(start);
    return rows;
  };
}

/** What ends the first line, outside of quotes: LF (also after CR), or CR alone. Null: too early to say. */
function newlineOf(text: string, last: boolean): number | null {
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (code === LF) return LF;
    else if (code === CR) {
      if (at + 1 < text.length) return text.charCodeAt(at + 1) === LF ? LF : CR;
      return last ? CR : null;
    }
  }
  return last || text.length > MAX_CELL ? LF : null;
}
