import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Column, ColumnType } from "#contract/source.ts";
import { blocksOf, cellsOf, days, type ExportFormat, microseconds } from "./export-format.ts";

type Element = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];
type Kind = { element: Omit<Element, "name">; convert(cell: unknown): unknown };

const encoder = new TextEncoder();
const same = (cell: unknown): unknown => cell;

/** Each type of a column keeps its name and all of its digits. */
const kinds: Record<ColumnType, Kind> = {
  text: { element: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } }, convert: same },
  integer: { element: { type: "INT64" }, convert: (cell) => BigInt(String(cell)) },
  number: { element: { type: "DOUBLE" }, convert: Number },
  boolean: { element: { type: "BOOLEAN" }, convert: same },
  date: {
    element: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
    convert: (cell) => days(String(cell)),
  },
  timestamp: {
    element: { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } },
    convert: (cell) => microseconds(String(cell)),
  },
  // As the text that it is: to be parsed and written again it would lose digits.
  json: {
    element: { type: "BYTE_ARRAY", logical_type: { type: "JSON" } },
    convert: (cell) => encoder.encode(String(cell)),
  },
};

export const parquetFormat: ExportFormat = {
  contentType: "application/vnd.apache.parquet",
  extension: "parquet",
  async *write(columns, batches) {
    const writer = new ByteWriter();
    const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: CREATED_BY });
    for await (const block of blocksOf(columns, batches)) {
      // Where the pages of each column begin is left out: it would be kept in memory until the end of the file.
      const columnData = columns.map(({ name, type }, index) => ({
        name,
        data: cellsOf(block, index).map((cell) => (cell === null ? null : kinds[type].convert(cell))),
        offsetIndex: false,
      }));
      parquet.write({ columnData, rowGroupSize: block.length });
      yield take(writer);
    }
    const isEmpty = parquet.row_groups.length === 0;
    parquet.finish();
    const footer = take(writer);
    yield isEmpty ? typeEmptyList(footer) : footer;
  },
};

const schemaOf = (columns: readonly Column[]): Element[] => [
  { name: "root", num_children: columns.length },
  ...columns.map(({ name, type }): Element => ({ name, repetition_type: "OPTIONAL", ...kinds[type].element })),
];

const CREATED_BY = "gatehouse";

/**
 * The package writes an empty list of row groups as one of bytes, at which strict readers stop (Thrift's compact protocol
 * has the type of the elements in a list's header). Before the list stand 0 rows, after it who made the file.
 */
function typeEmptyList(footer: Uint8Array): Uint8Array {
  const [LIST_OF_NOTHING, LIST_OF_STRUCTS] = [0x00, 0x0c];
  const around = [0x16, 0x00, 0x19, LIST_OF_NOTHING, 0x28, CREATED_BY.length, ...encoder.encode(CREATED_BY)];
  const at = Buffer.from(footer.buffer, footer.byteOffset, footer.length).lastIndexOf(Buffer.from(around));
  if (at === -1) throw new Error("The footer of an empty Parquet file has another form than expected.");
  footer[at + 3] = LIST_OF_STRUCTS;
  return footer;
}

/** What has been written, and an empty writer that goes on counting. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
