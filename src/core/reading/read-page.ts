import { hash } from "node:crypto";
import type { ReadRowsInput as Asked, RowPage } from "#contract/source.ts";
import type { Db } from "#db/client.ts";
import { decodeCursor, encodeCursor } from "../list-cursor.ts";
import { invalidField } from "../refusal.ts";
import { type Anchor, compileAnchor, compileSelect } from "./compile-select.ts";
import { countRows } from "./count-rows.ts";
import { guardRead } from "./guard-read.ts";
import type { OpenSource } from "./open-source.ts";
import { parseSelection, type Selection } from "./parse-selection.ts";
import { rowOfToken, rowToken } from "./row-token.ts";
import { describedColumn, type SourceView } from "./source-view.ts";
import { toRecord } from "./to-wire.ts";

type Row = Record<string, unknown> & { r: string };

/**
 * A page of the rows that a view shows, by number or, for deep reading, after a cursor: a cursor costs the same on
 * the first page and on the last. `total_rows` is exact. Refuses with `invalid_input` for an unknown column, a bad
 * value, or a read over 5 s.
 */
export async function pageOf(db: Db, opened: OpenSource, asked: Asked): Promise<RowPage> {
  const { view } = opened;
  const selection = parseSelection(asked, view.columns);
  requireShallow(asked);
  const key = cursorKey(asked, view);
  return guardRead(db, async () => {
    const size = asked.page_size;
    const after = asked.cursor === undefined ? undefined : await findAnchor(db, view, selection, asked.cursor, key);
    const window = { limit: size + 1, after, offset: after ? 0 : (asked.page - 1) * size };
    const rows = [...(await db.execute<Row>(compileSelect(view, selection, window)))];
    const total = await countRows(db, opened, selection.conditions);
    const page = rows.slice(0, size);
    const last = page.at(-1);
    const columns = selection.fields.map(describedColumn);
    return {
      data: page.map((row) => toRecord(row, columns)),
      page: after ? null : asked.page,
      page_size: size,
      total_rows: total,
      total_pages: Math.ceil(total / size),
      next_cursor: rows.length > size && last ? encodeCursor([rowToken(view, last.r), key]) : null,
      columns,
    };
  });
}

/** By number, every row before the page is passed over, and that takes the longer the deeper it is. */
const DEEPEST_ROW = 1_000_000;

function requireShallow({ page, page_size, cursor }: Asked): void {
  if (cursor !== undefined || (page - 1) * page_size < DEEPEST_ROW) return;
  throw invalidField(
    "page",
    "too_big",
    "Page numbers reach the first million rows. Go on with next_cursor of a page before, or use the export.",
  );
}

/** A cursor belongs to one source, order, filter and view, and to the rows that were there until they were replaced. */
const cursorKey = ({ id, sort, filter }: Asked, { tableName, fingerprint }: SourceView): string =>
  hash("sha256", JSON.stringify([id, sort ?? "", filter ?? [], tableName, fingerprint]), "base64url").slice(0, 12);

/** A cursor holds the number of the last row only; the row itself tells its sort values, however long they are. */
async function findAnchor(
  db: Db,
  view: SourceView,
  selection: Selection,
  cursor: string,
  key: string,
): Promise<Anchor> {
  const [token, usedKey] = decodeCursor(cursor, ["text", "text"]);
  const row = rowOfToken(view, token);
  if (usedKey !== key || row === null)
    throw invalidField(
      "cursor",
      "invalid_cursor",
      "The cursor belongs to another source, sort or filter, or the rows were replaced. Begin without one.",
    );
  const [found] = await db.execute<Row>(compileAnchor(view, selection, row));
  if (!found)
    throw invalidField("cursor", "invalid_cursor", "The row at which the cursor stood is gone. Begin without one.");
  return { row, values: selection.sort.map((_, index) => (found[`c${index}`] as string | null) ?? null) };
}
