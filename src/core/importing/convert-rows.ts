import { type Converter, cellText, converters, csvJson, whyNot } from "./convert-cell.ts";
import type { FileShape } from "./detect-format.ts";
import type { PlannedColumn } from "./import-plan.ts";
import { excerpt, type Parsed } from "./parsed.ts";
import { fitRow, readCsv, readJson } from "./records.ts";
import { copyText } from "./source-table.ts";

const KEPT_REJECTIONS = 1000;

type Rejection = { line: number; column: string | null; reason: string; value: string | null };

/** What happened to the rows of a file so far. */
export type Tally = {
  rows: number;
  rejected: number;
  /** The first 1,000. */
  rejections: Rejection[];
  /** By column: whether a row has no value there. */
  empty: boolean[];
};

type Options = {
  path: string;
  shape: FileShape;
  width: number;
  columns: readonly PlannedColumn[];
  onBytes(total: number): void;
};

/**
 * The rows of a file in COPY's text format, a batch at a time. A row with a cell that does not fit is left out and
 * tallied, so that COPY itself never fails.
 */
export function* convertRows({ path, shape, width, columns, onBytes }: Options, tally: Tally): Generator<string> {
  const plan = columns.map((column) => ({
    ...column,
    convert: shape.format === "csv" && column.type === "json" ? csvJson : (converters[column.type] satisfies Converter),
  }));

  const reject = (line: number, column: string | null, reason: string, value: string | null) => {
    tally.rejected += 1;
    if (tally.rejections.length < KEPT_REJECTIONS) tally.rejections.push({ line, column, reason, value });
  };

  const convertRow = (line: number, cellAt: (column: PlannedColumn) => unknown): string => {
    let text = "";
    for (let i = 0; i < plan.length; i++) {
      const column = plan[i]!;
      const cell = cellAt(column);
      const value = column.convert(cell);
      if (value === undefined) {
        reject(line, column.name, whyNot(cell, column.type), excerpt(cellText(cell)));
        return "";
      }
      if (value === null) tally.empty[i] = true;
      text += (i === 0 ? "" : "\t") + copyText(value);
    }
    tally.rows += 1;
    return `${text}\n`;
  };

  const convertBatch = <T>(rows: readonly Parsed<T>[], convert: (line: number, value: T) => string): string => {
    let text = "";
    for (const row of rows)
      if (row.problem !== undefined) reject(row.line, null, row.problem, row.text);
      else text += convert(row.line, row.value);
    return text;
  };

  if (shape.format === "csv") {
    let header = true;
    for (const rows of readCsv(path, shape, onBytes)) {
      const body = header && rows.length > 0 ? rows.slice(1) : rows;
      if (rows.length > 0) header = false;
      yield convertBatch(body, (line, value) => {
        const cells = fitRow(value, width);
        if (typeof cells !== "string") return convertRow(line, (column) => cells[column.index]);
        reject(line, null, cells, excerpt(value.map((cell) => cell ?? "").join(shape.delimiter ?? ",")));
        return "";
      });
    }
  } else
    for (const rows of readJson(path, shape, onBytes))
      yield convertBatch(rows, (line, record) =>
        convertRow(line, ({ key }) => (Object.hasOwn(record, key) ? record[key] : undefined)),
      );
}
