import type { Column } from "#contract/source.ts";
import { toWire } from "../reading/to-wire.ts";
import { csvCell } from "./csv-cell.ts";
import type { ExportFormat } from "./export-format.ts";

type Writing = {
  contentType: string;
  extension: string;
  begin(columns: readonly Column[]): string;
  row(cells: readonly unknown[], columns: readonly Column[], isFirst: boolean): string;
  end: string;
};

/** A format that writes row after row. */
const textFormat = ({ contentType, extension, begin, row, end }: Writing): ExportFormat => ({
  contentType,
  extension,
  async *write(columns, batches) {
    yield begin(columns);
    let isFirst = true;
    for await (const batch of batches) {
      let text = "";
      for (const cells of batch) {
        text += row(
          columns.map((_, index) => cells[`c${index}`]),
          columns,
          isFirst,
        );
        isFirst = false;
      }
      if (text !== "") yield text;
    }
    if (end !== "") yield end;
  },
});

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

export const textFormats = {
  csv: textFormat({
    contentType: "text/csv; charset=utf-8; header=present",
    extension: "csv",
    begin: (columns) => `${columns.map(({ name }) => csvCell(name)).join(",")}\r\n`,
    row: csvRow,
    end: "",
  }),
  ndjson: textFormat({
    contentType: "application/x-ndjson; charset=utf-8",
    extension: "ndjson",
    begin: () => "",
    row: (cells, columns) => `${jsonRow(cells, columns)}\n`,
    end: "",
  }),
  json: textFormat({
    contentType: "application/json; charset=utf-8",
    extension: "json",
    begin: () => "[",
    row: (cells, columns, isFirst) => `${isFirst ? "\n" : ",\n"}${jsonRow(cells, columns)}`,
    end: "\n]\n",
  }),
};
