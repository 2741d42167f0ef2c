import type { QueryResult, SourceQuery } from "#contract/source-query.ts";
import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import { compileGroups } from "./compile-query.ts";
import { compileSelect } from "./compile-select.ts";
import { guardRead } from "./guard-read.ts";
import { type OpenSource, openSource } from "./open-source.ts";
import { columnsOfAnswer, parseQuery } from "./parse-query.ts";
import { toRecord } from "./to-wire.ts";

type Row = Record<string, unknown>;

/**
 * Answers a query over the rows that the principal sees, by one statement of at most five seconds. Groups without a
 * `sort` come in the order of their keys. Refuses with `not_found` for a source that is not visible, and with
 * `invalid_input` that names the part of the query. A statement that was stopped leaves the transaction unusable.
 */
export async function runQuery(
  db: Db,
  principal: Principal,
  sourceId: string,
  query: SourceQuery,
): Promise<QueryResult> {
  return answerQuery(db, await openSource(db, principal, sourceId), query);
}

/** The same of a source that was opened already. */
export async function answerQuery(db: Db, { view }: OpenSource, query: SourceQuery): Promise<QueryResult> {
  const parsed = parseQuery(query, view.columns);
  const most = query.limit + 1;
  const columns = columnsOfAnswer(parsed);
  const statement =
    "rows" in parsed ? compileSelect(view, parsed.rows, { limit: most }) : compileGroups(view, parsed.groups, most);
  const rows = await guardRead(db, async () => [...(await db.execute<Row>(statement))]);
  return {
    data: rows.slice(0, query.limit).map((row) => toRecord(row, columns)),
    columns,
    truncated: rows.length > query.limit,
  };
}
