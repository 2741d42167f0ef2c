import type { Column, ExportRowsInput } from "#contract/source.ts";
import { toWire } from "../reading/to-wire.ts";
import { csvCell } from "./csv-cell.ts";

/** How rows are written one after the other. */
export type ExportFormat = {
  contentType: string;
  begin(columns: readonly Column[]): string;
  row(cells: readonly unknown[], columns: readonly Column[], isFirst: boolean): string;
  end: string;
};

/** Built by hand: a column may be called `__proto__`, and names need their JSON text only once. */
function jsonRow(cells: readonly unknown[], columns: readonly Column[]): string {
  return `{${columns.map(({ name, type }, i) => `${JSON.stringify(name)}:${JSON.stringify(toWire(cells[i], type))}`).join(",")}}`;
}

function csvRow(cells: readonly unknown[], columns: readonly Column[]): string {
  return `${columns.map(({ type }, i) => csvValue(cells[i], type)).join(",")}\r\n`;
}

/** Numbers stay numbers, with all their digits, also where they begin with a minus. */
function csvValue(cell: unknown, type: Column["type"]): string {
  if (cell === null || cell === undefined) return "";
  if (type === "integer" || type === "number") return String(cell);
  return csvCell(String(type === "json" ? cell : toWire(cell, type)));
}

export const exportFormats: Record<ExportRowsInput["format"], ExportFormat> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    begin: (columns) => `${columns.map(({ name }) => csvCell(name)).join(",")}\r\n`,
    row: csvRow,
    end: "",
  },
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    begin: () => "",
    row: (cells, columns) => `${jsonRow(cells, columns)}\n`,
    end: "",
  },
  json: {
    contentType: "application/json; charset=utf-8",
    begin: () => "[",
    row: (cells, columns, isFirst) => `${isFirst ? "\n" : ",\n"}${jsonRow(cells, columns)}`,
    end: "\n]\n",
  },
};
