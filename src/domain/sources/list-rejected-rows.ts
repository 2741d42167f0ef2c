import { and, asc, eq, gt } from "drizzle-orm";
import { ListedRejectedRows, ListRejectedRowsInput } from "#contract/source.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { rejectedRows } from "#db/schema/sources.ts";

/** The rows that the import left out, by line of the file, with the reason; the first 1,000 are kept. */
export const listRejectedRows = query(
  { name: "sources.rejected_rows", scope: "data:read", input: ListRejectedRowsInput, output: ListedRejectedRows },
  async ({ db, principal }, { id, limit, cursor }) => {
    await findSource(db, principal, id);
    await requireUnlimited(db, principal, id, "Rejected rows are text of the file, to which it cannot be applied.");
    const after = cursor === undefined ? 0 : decodeCursor(cursor, ["count"])[0];
    const rows = await db
      .select()
      .from(rejectedRows)
      .where(
        and(
          eq(rejectedRows.orgId, principal.orgId),
          eq(rejectedRows.sourceId, id),
          gt(rejectedRows.seq, Math.min(after, 1e9)),
        ),
      )
      .orderBy(asc(rejectedRows.seq))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(({ line, column, reason, value }) => ({ line, column, reason, value })),
      next_cursor: rows.length > limit && last ? encodeCursor([last.seq]) : null,
    };
  },
);
