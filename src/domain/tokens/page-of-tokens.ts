import { desc, eq, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import type { ListedTokens, ListTokensInput } from "#contract/token.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import type { QueryContext } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { selectTokens, statusSql, type TokenKind, toToken } from "./token-view.ts";

/** A page of the tokens that the caller may see, newest first. */
export async function pageOfTokens(
  { db, principal }: QueryContext,
  kind: TokenKind,
  { limit, cursor, status }: z.output<typeof ListTokensInput>,
): Promise<z.infer<typeof ListedTokens>> {
  const rows = await selectTokens(
    db,
    principal,
    kind,
    status ? eq(statusSql(principal), status) : undefined,
    cursor === undefined ? undefined : after(cursor),
  )
    .orderBy(desc(credentials.createdAt), desc(credentials.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.token;
  return {
    data: page.map((row) => toToken(row, principal)),
    next_cursor: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

function after(cursor: string): SQL {
  const [time, id] = decodeCursor(cursor, ["time", "text"]);
  return sql`(${credentials.createdAt}, ${credentials.id}) < (${time}::text::timestamptz, ${id}::text)`;
}
