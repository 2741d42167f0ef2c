import { hash } from "node:crypto";
import { type ReadRowsInput as Asked, type Cell, ReadRowsInput, RowPage } from "#contract/source.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { invalidField } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { type Anchor, compileAnchor, compileCount, compileSelect } from "./compile-select.ts";
import { guardRead } from "./guard-read.ts";
import { parseSelection, type Selection } from "./parse-selection.ts";
import { findSource, requireReady, type SourceRow } from "./source-view.ts";
import { toWire } from "./to-wire.ts";

type Row = Record<string, unknown> & { r: string };

/**
 * A page of rows, by number or, for deep reading, after a cursor: a cursor costs the same on the first page and on the
 * last. `total_rows` is exact. Refuses with `invalid_input` for an unknown column, a bad value, or a read over 5 s.
 */
export const readRows = query(
  { name: "sources.read_rows", slow: true, scope: "data:read", input: ReadRowsInput, output: RowPage },
  async ({ db, principal }, input) => {
    const found = await findSource(db, principal, input.id);
    requireReady(found);
    const { tableName, columns } = found.source;
    const selection = parseSelection(input, columns);
    const key = cursorKey(input);
    return guardRead(db, async () => {
      const size = input.page_size;
      const after =
        input.cursor === undefined ? undefined : await findAnchor(db, tableName, selection, input.cursor, key);
      const window = { limit: size + 1, after, offset: after ? 0 : (input.page - 1) * size };
      const rows = [...(await db.execute<Row>(compileSelect(tableName, selection, window)))];
      const total = await countRows(db, found, selection);
      const page = rows.slice(0, size);
      const last = page.at(-1);
      return {
        data: page.map((row) => toRecord(row, selection)),
        page: after ? null : input.page,
        page_size: size,
        total_rows: total,
        total_pages: Math.ceil(total / size),
        next_cursor: rows.length > size && last ? encodeCursor([last.r, key]) : null,
        columns: selection.fields,
      };
    });
  },
);

/** `fromEntries` defines each name as it is, also `__proto__`, which an assignment would not. */
function toRecord(row: Row, { fields }: Selection): Record<string, Cell> {
  return Object.fromEntries(fields.map(({ name, type }, index) => [name, toWire(row[`c${index}`], type)]));
}

async function countRows(db: Db, { source }: SourceRow, selection: Selection): Promise<number> {
  if (selection.conditions.length === 0) return source.rowCount;
  const [counted] = await db.execute<{ count: string }>(compileCount(source.tableName, selection));
  return Number(counted?.count ?? 0);
}

/** A cursor belongs to one source, order and filter. */
const cursorKey = ({ id, sort, filter }: Asked): string =>
  hash("sha256", JSON.stringify([id, sort ?? "", filter ?? []]), "base64url").slice(0, 12);

/** A cursor holds the number of the last row only; the row itself tells its sort values, however long they are. */
async function findAnchor(
  db: Db,
  tableName: string,
  selection: Selection,
  cursor: string,
  key: string,
): Promise<Anchor> {
  const [row, usedKey] = decodeCursor(cursor, ["text", "text"]);
  if (usedKey !== key || !/^\d{1,18}$/.test(row))
    throw invalidField(
      "cursor",
      "invalid_cursor",
      "The cursor belongs to another source, sort or filter. Begin without one.",
    );
  const [found] = await db.execute<Row>(compileAnchor(tableName, selection, row));
  if (!found)
    throw invalidField("cursor", "invalid_cursor", "The row at which the cursor stood is gone. Begin without one.");
  return { row, values: selection.sort.map((_, index) => (found[`c${index}`] as string | null) ?? null) };
}
