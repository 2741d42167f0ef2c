import { type CsvCells, csvParser } from "./csv-parser.ts";
import type { FileShape } from "./detect-format.ts";
import { type JsonRecord, jsonArrayParser, ndjsonParser } from "./json-parser.ts";
import type { Parsed, Parser } from "./parsed.ts";
import { readText } from "./read-text.ts";

type OnBytes = (total: number) => void;

/** All rows of a CSV file, the header as the first, in batches of what a chunk holds. */
export function readCsv(path: string, shape: FileShape, onBytes?: OnBytes): Generator<Parsed<CsvCells>[]> {
  return parsedBy(csvParser(shape.delimiter ?? ","), path, shape, onBytes);
}

/** All objects of a JSON or NDJSON file, in batches. */
export function readJson(path: string, shape: FileShape, onBytes?: OnBytes): Generator<Parsed<JsonRecord>[]> {
  return parsedBy(shape.format === "json" ? jsonArrayParser() : ndjsonParser(), path, shape, onBytes);
}

function* parsedBy<T>(parse: Parser<T>, path: string, shape: FileShape, onBytes?: OnBytes): Generator<Parsed<T>[]> {
  for (const text of readText(path, shape.encoding, onBytes)) yield parse(text, false);
  yield parse("", true);
}

/** The cells of a row where the table has `width` columns, or what is wrong with their number. */
export function fitRow(cells: CsvCells, width: number): CsvCells | string {
  if (cells.length === width) return cells;
  // Some programs end each line with a delimiter.
  if (cells.length > width && cells.slice(width).every((cell) => cell === null)) return cells.slice(0, width);
  return `the row has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header has ${width}`;
}
