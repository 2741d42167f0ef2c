import { desc, eq, sql } from "drizzle-orm";
import { ListedShareLinks, ListShareLinksInput } from "#contract/share-link.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { shareLinks } from "#db/schema/share-links.ts";
import { selectLinks, statusSql, toShareLink } from "./share-link-view.ts";

/** The links of the caller, and those into projects that they may share from; everybody's for owners and admins. Newest first. */
export const listShareLinks = query(
  { name: "share_links.list", scope: "sharing:read", input: ListShareLinksInput, output: ListedShareLinks },
  async ({ db, principal }, { status, resource_type, resource_id, cursor, limit }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["time", "text"]);
    const rows = await selectLinks(
      db,
      principal,
      status ? eq(statusSql(principal), status) : undefined,
      resource_type ? eq(shareLinks.resourceType, resource_type) : undefined,
      resource_id ? eq(shareLinks.resourceId, resource_id) : undefined,
      after && sql`(${credentials.createdAt}, ${credentials.id}) < (${after[0]}::text::timestamptz, ${after[1]}::text)`,
    )
      .orderBy(desc(credentials.createdAt), desc(credentials.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.credential;
    return {
      data: page.map((row) => toShareLink(row, principal)),
      next_cursor: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
    };
  },
);
