import { closeSync, openSync, readSync } from "node:fs";
import type { FileEncoding, SourceFormat } from "#contract/source.ts";
import { csvParser } from "./csv-parser.ts";
import { FileProblem } from "./file-problem.ts";
import { readText } from "./read-text.ts";

/** How the rows stand in a file. `delimiter` is of CSV only. */
export type FileShape = { format: SourceFormat; encoding: FileEncoding; delimiter: string | null };

const CSV_ADVICE = "Export the table as CSV and upload that.";

/** First bytes of what people upload instead of a table (each as Latin-1). */
const binaries: readonly (readonly [start: string, what: string])[] = [
  ["PK\x03\x04", "an Excel workbook or a ZIP archive"],
  ["\xd0\xcf\x11\xe0", "an old Excel or Word file"],
  ["\x1f\x8b", "a gzip archive"],
  ["BZh", "a bzip2 archive"],
  ["7z\xbc\xaf", "a 7-Zip archive"],
  ["\xfd7zXZ", "an XZ archive"],
  ["\x28\xb5\x2f\xfd", "a Zstandard archive"],
  ["PAR1", "a Parquet file"],
  ["ARROW1", "an Arrow file"],
  ["SQLite format 3", "a SQLite database"],
  ["%PDF", "a PDF"],
  ["\x89PNG", "a picture"],
  ["\xff\xd8\xff", "a picture"],
  ["GIF8", "a picture"],
];

/** What kind of table a file is, by its content and never by its name. Throws a FileProblem if it is none. */
export function detectFormat(path: string): FileShape {
  const head = readHead(path);
  if (head.length === 0) throw new FileProblem("The file is empty.");
  const start = head.toString("latin1", 0, 16);
  for (const [magic, what] of binaries)
    if (start.startsWith(magic)) throw new FileProblem(`This is ${what}, not a table of text. ${CSV_ADVICE}`);
  const encoding = encodingOf(head);
  if (encoding === "utf-8") refuseBinary(head);

  const sample = sampleOf(path, encoding);
  if (sample.trim() === "") throw new FileProblem("The file is empty.");
  const format = formatOf(sample);
  return { format, encoding, delimiter: format === "csv" ? delimiterOf(sample) : null };
}

function readHead(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(64 * 1024);
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } finally {
    closeSync(file);
  }
}

function encodingOf(head: Buffer): FileEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function refuseBinary(head: Buffer): void {
  let controls = 0;
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) zeros += 1;
    if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
  }
  if (zeros > head.length * 0.3)
    throw new FileProblem(
      "This looks like UTF-16 without its byte order mark, or no text at all. Save it as UTF-8 and upload it again.",
    );
  if (controls > Math.max(2, head.length * 0.02)) throw new FileProblem(`This is no text. ${CSV_ADVICE}`);
}

function sampleOf(path: string, encoding: FileEncoding): string {
  for (const text of readText(path, encoding)) return text.slice(0, 256 * 1024);
  return "";
}

function formatOf(sample: string): FileShape["format"] {
  const text = sample.trimStart();
  if (/^\[\s*(?:[{"[\]\d-]|true|false|null)/.test(text)) {
    if (/^\[\s*[{\]]/.test(text)) return "json";
    throw new FileProblem(
      'The file is a JSON array, but not of objects. Upload an array such as [{"name": "Ada"}, {"name": "Alan"}].',
    );
  }
  if (!/^\{\s*["}]/.test(text)) return "csv";
  const end = text.indexOf("\n");
  const firstLine = end === -1 ? text : text.slice(0, end);
  if (end === -1 && sample.length >= 256 * 1024) return "ndjson";
  try {
    JSON.parse(firstLine);
    return "ndjson";
  } catch {
    throw new FileProblem(
      "The file is one JSON object. Upload an array of objects, or one object on each line (NDJSON).",
    );
  }
}

const delimiters = [",", ";", "\t", "|"] as const;

/** The delimiter that cuts the first rows most evenly into the most cells. A comma where there is only one column. */
function delimiterOf(sample: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const rows = csvParser(delimiter)(sample, true).slice(0, 200);
    // The last row may be cut by the end of the sample.
    const widths = rows.slice(0, Math.max(1, rows.length - 1)).map((row) => row.value?.length ?? 0);
    const width = widths[0] ?? 0;
    if (width < 2) continue;
    const even = widths.filter((count) => count === width).length / widths.length;
    const score = even * even * Math.log2(width + 1);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
