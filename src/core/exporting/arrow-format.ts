import {
  AsyncByteQueue,
  Bool,
  type Data,
  DateDay,
  Field,
  Float64,
  Int64,
  makeBuilder,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import type { ColumnType } from "#contract/source.ts";
import { blocksOf, cellsOf, days, type ExportFormat, microseconds } from "./export-format.ts";

type Cells = readonly unknown[];
type Kind = { type(): Bool | DateDay | Float64 | Int64 | TimestampMicrosecond | Utf8; vector(cells: Cells): Data };

/** Which cells hold a value, a bit for each, the lowest first. */
function validity(cells: Cells): { nullCount: number; nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  let nullCount = 0;
  for (let i = 0; i < cells.length; i++)
    if (cells[i] === null) nullCount += 1;
    else nullBitmap[i >> 3]! |= 1 << (i & 7);
  return { nullCount, nullBitmap };
}

const built = (type: Bool | Utf8, cells: Cells): Data => {
  const builder = makeBuilder({ type, nullValues: [null] });
  for (const cell of cells) builder.append(cell as never);
  return builder.finish().flush();
};

/** 64 bits by hand: the builders of the package take times in milliseconds. */
const longs = (cells: Cells, convert: (cell: unknown) => bigint): BigInt64Array<ArrayBuffer> =>
  BigInt64Array.from(cells, (cell) => (cell === null ? 0n : convert(cell)));
const integer = (cell: unknown): bigint => BigInt(String(cell));
const time = (cell: unknown): bigint => microseconds(String(cell));

const fixed = { length: 0, offset: 0 };
const kinds: Record<ColumnType, Kind> = {
  text: { type: () => new Utf8(), vector: (cells) => built(new Utf8(), cells) },
  json: { type: () => new Utf8(), vector: (cells) => built(new Utf8(), cells) },
  boolean: { type: () => new Bool(), vector: (cells) => built(new Bool(), cells) },
  integer: {
    type: () => new Int64(),
    vector: (cells) =>
      makeData({ ...fixed, type: new Int64(), length: cells.length, ...validity(cells), data: longs(cells, integer) }),
  },
  number: {
    type: () => new Float64(),
    vector: (cells) =>
      makeData({
        ...fixed,
        type: new Float64(),
        length: cells.length,
        ...validity(cells),
        data: Float64Array.from(cells, Number),
      }),
  },
  date: {
    type: () => new DateDay(),
    vector: (cells) =>
      makeData({
        ...fixed,
        type: new DateDay(),
        length: cells.length,
        ...validity(cells),
        data: Int32Array.from(cells, (cell) => (cell === null ? 0 : days(String(cell)))),
      }),
  },
  timestamp: {
    type: () => new TimestampMicrosecond("UTC"),
    vector: (cells) =>
      makeData({
        ...fixed,
        type: new TimestampMicrosecond("UTC"),
        length: cells.length,
        ...validity(cells),
        data: longs(cells, time),
      }),
  },
};

/** Arrow's streaming format (IPC): a record batch for each block. */
export const arrowFormat: ExportFormat = {
  contentType: "application/vnd.apache.arrow.stream",
  extension: "arrows",
  async *write(columns, batches) {
    const schema = new Schema(columns.map(({ name, type }) => new Field(name, kinds[type].type(), true)));
    const sink = new Sink();
    const writer = new RecordBatchStreamWriter();
    writer.reset(sink, schema);
    for await (const block of blocksOf(columns, batches)) {
      const children = columns.map(({ type }, index) => kinds[type].vector(cellsOf(block, index)));
      const data = makeData({ type: new Struct(schema.fields), length: block.length, nullCount: 0, children });
      writer.write(new RecordBatch(schema, data) as never);
      yield sink.take();
    }
    writer.close();
    yield sink.take();
  },
};

/** What the writer of the package writes into: its own queue waits for a reader, and this one is emptied in between. */
class Sink extends AsyncByteQueue {
  #written: Uint8Array[] = [];
  override write(chunk: Uint8Array): void {
    this.#written.push(chunk);
  }
  take(): Uint8Array {
    const bytes = Buffer.concat(this.#written);
    this.#written = [];
    return bytes;
  }
}
