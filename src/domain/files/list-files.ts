import { and, eq, ilike, or, sql } from "drizzle-orm";
import type * as z from "zod";
import { ListedFiles, ListFilesInput } from "#contract/file.ts";
import { type KeysetOrder, keysetOrder } from "#core/keyset-order.ts";
import { query } from "#core/verb.ts";
import { files } from "#db/schema/files.ts";
import { type FileRow, selectFiles, toFile, visibleFiles } from "./file-view.ts";

/** The files of the caller's projects, newest first unless told. `q` finds by a part of the name, or by id. */
export const listFiles = query(
  { name: "files.list", scope: "data:read", input: ListFilesInput, output: ListedFiles },
  async ({ db, principal }, { q, project_id, sort, cursor, limit }) => {
    const order = orders[sort];
    const rows = await selectFiles(db)
      .where(
        and(
          visibleFiles(principal),
          q ? or(ilike(files.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`), eq(files.id, q)) : undefined,
          project_id ? eq(files.projectId, project_id) : undefined,
          order.after(cursor),
        ),
      )
      .orderBy(...order.by)
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(toFile),
      next_cursor: rows.length > limit && last ? order.cursorOf(last) : null,
    };
  },
);

// A cursor carries milliseconds, so the order must not look at microseconds.
const byTime = {
  id: files.id,
  column: sql`date_trunc('milliseconds', ${files.createdAt})`,
  kind: "time" as const,
  of: ({ file }: FileRow) => [file.createdAt.toISOString(), file.id] as const,
};
const orders: Record<z.output<typeof ListFilesInput>["sort"], KeysetOrder<FileRow>> = {
  "-created_at": keysetOrder({ ...byTime, descending: true }),
  created_at: keysetOrder(byTime),
  name: keysetOrder({
    id: files.id,
    column: sql`${files.name} collate "C"`,
    kind: "text",
    of: ({ file }) => [file.name, file.id],
  }),
  "-bytes": keysetOrder({
    id: files.id,
    column: sql`${files.bytes}`,
    kind: "count",
    descending: true,
    of: ({ file }) => [file.bytes, file.id],
  }),
};
