import type { Upload } from "#contract/source.ts";
import { MAX_COLUMNS, MAX_ROWS } from "#contract/source-limits.ts";
import { columnNames } from "./column-names.ts";
import { type ColumnProfile, columnProfile } from "./column-profile.ts";
import { cellText } from "./convert-cell.ts";
import type { CsvCells } from "./csv-parser.ts";
import { detectFormat, type FileShape } from "./detect-format.ts";
import { FileProblem } from "./file-problem.ts";
import { excerpt } from "./parsed.ts";
import { fitRow, readCsv, readJson } from "./records.ts";

const PREVIEW_ROWS = 20;

/** What a look at all of a file tells. */
export type Inspection = Omit<Upload, "id" | "file_name" | "bytes" | "sha256">;

/** Reads the whole file once and says what its columns are. Throws a FileProblem if it is no table. */
export function inspectFile(path: string): Inspection {
  const shape = detectFormat(path);
  return shape.format === "csv" ? inspectCsv(path, shape) : inspectJson(path, shape);
}

function inspectCsv(path: string, shape: FileShape): Inspection {
  let header: string[] | null = null;
  let profiles: ColumnProfile[] = [];
  const preview: (string | null)[][] = [];
  const count = counter();
  for (const rows of readCsv(path, shape))
    for (const row of rows) {
      if (header === null) {
        if (row.problem !== undefined)
          throw new FileProblem(`The header in line ${row.line} cannot be read: ${row.problem}.`);
        header = headerOf(row.value);
        profiles = header.map(columnProfile);
        continue;
      }
      const cells = row.problem === undefined ? fitRow(row.value, header.length) : row.problem;
      if (typeof cells === "string") {
        count.malformed += 1;
        continue;
      }
      count.row();
      for (let i = 0; i < cells.length; i++) profiles[i]!.addText(cells[i]!);
      if (preview.length < PREVIEW_ROWS) preview.push(cells.map(previewCell));
    }
  if (header === null) throw new FileProblem("The file is empty.");
  return inspection(shape, header, profiles, preview, count);
}

/** A delimiter at the end of the header makes no column. */
function headerOf(cells: CsvCells): string[] {
  let width = cells.length;
  while (width > 1 && cells[width - 1] === null) width -= 1;
  requireColumns(width);
  const keys = cells.slice(0, width).map((cell) => cell ?? "");
  keys.forEach(requireKey);
  return keys;
}

function inspectJson(path: string, shape: FileShape): Inspection {
  const profiles = new Map<string, ColumnProfile>();
  const preview: Record<string, unknown>[] = [];
  const count = counter();
  for (const rows of readJson(path, shape))
    for (const row of rows) {
      if (row.problem !== undefined) {
        count.malformed += 1;
        continue;
      }
      for (const key of Object.keys(row.value))
        if (!profiles.has(key)) {
          requireColumns(profiles.size + 1);
          requireKey(key);
          const profile = columnProfile();
          // The rows before this one do not have it.
          if (count.rows > 0) profile.addJson(undefined, count.rows);
          profiles.set(key, profile);
        }
      count.row();
      for (const [key, profile] of profiles)
        profile.addJson(Object.hasOwn(row.value, key) ? row.value[key] : undefined);
      if (preview.length < PREVIEW_ROWS) preview.push(row.value);
    }
  if (profiles.size === 0)
    throw new FileProblem("The file holds no objects with fields, so there is nothing to import.");
  const keys = [...profiles.keys()];
  const cells = preview.map((record) =>
    keys.map((key) => previewCell(Object.hasOwn(record, key) ? record[key] : null)),
  );
  return inspection(shape, keys, [...profiles.values()], cells, count);
}

type Count = { rows: number; malformed: number; row(): void };

function counter(): Count {
  return {
    rows: 0,
    malformed: 0,
    row() {
      this.rows += 1;
      if (this.rows > MAX_ROWS) throw new FileProblem("The file has more than 10 million rows. Split it.");
    },
  };
}

function requireColumns(count: number): void {
  if (count > MAX_COLUMNS) throw new FileProblem(`The file has more than ${MAX_COLUMNS} columns. Leave some out.`);
}

/** The key is kept beside the column's name, and PostgreSQL keeps neither NUL nor half a surrogate pair. */
function requireKey(key: string): void {
  if (key.length > 1000)
    throw new FileProblem(`The column name ${JSON.stringify(excerpt(key, 50))} is longer than 1,000 characters.`);
  if (key.includes("\0") || !key.isWellFormed())
    throw new FileProblem(`The column name ${JSON.stringify(excerpt(key, 50))} contains a character that is none.`);
}

const previewCell = (value: unknown): string | null =>
  value === null || value === undefined ? null : excerpt(cellText(value));

function inspection(
  shape: FileShape,
  keys: readonly string[],
  profiles: readonly ColumnProfile[],
  preview: Inspection["preview"],
  count: Count,
): Inspection {
  const names = columnNames(keys);
  return {
    ...shape,
    row_count: count.rows,
    malformed_rows: count.malformed,
    columns: keys.map((key, index) => ({ name: names[index]!, key, ...profiles[index]!.result() })),
    preview,
  };
}
