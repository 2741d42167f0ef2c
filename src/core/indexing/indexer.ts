import { hash } from "node:crypto";
import { connect, type Sql } from "#db/client.ts";
import { qualified, quoteIdentifier } from "../importing/source-table.ts";
import type { Logger } from "../logger.ts";

/** Makes indexes of source tables, one after the other, while the tables are read and written. */
export type Indexer = {
  /** Sees to it that the table will soon have an index for that order. Costs nothing where that is known already. */
  want(order: SortOrder): void;
  /** Resolves when all that was wanted is there, or has failed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};
type SortOrder = { tableName: string; column: string; descending: boolean };

/** Of one table. Each takes room, and time of whatever is appended. */
const INDEXES = 8;
const REMEMBERED = 10_000;

export function startIndexer({ databaseUrl, log }: { databaseUrl: string; log: Logger }): Indexer {
  const sql = connect(databaseUrl, { max: 1, statementTimeoutMs: 0, name: "gatehouse index" });
  const seen = new Set<string>();
  let stopped = false;
  let work: Promise<void> = Promise.resolve();

  return {
    want(order) {
      const name = indexName(order);
      if (stopped || seen.has(name)) return;
      if (seen.size >= REMEMBERED) seen.clear();
      seen.add(name);
      work = work.then(async () => {
        if (stopped) return;
        await makeIndex(sql, order, name).catch((error: unknown) => {
          // The next one who asks for that order lets it be tried again.
          seen.delete(name);
          if (!stopped) log.warn({ err: error, table: order.tableName }, "an index of a source could not be made");
        });
      });
    },
    settled: () => work,
    async stop() {
      stopped = true;
      // An index half made is invalid, is used for nothing, and is made again by the next who wants it.
      await sql.end({ timeout: 1 });
      await work;
    },
  };
}

const indexName = ({ tableName, column, descending }: SortOrder): string =>
  `${tableName}_${hash("sha256", `${descending ? "-" : ""}${column}`, "hex").slice(0, 12)}`;

async function makeIndex(sql: Sql, { tableName, column, descending }: SortOrder, name: string): Promise<void> {
  const [lock] = await sql<{ ours: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as ours`;
  if (!lock?.ours) return;
  try {
    const there = await sql<{ name: string; valid: boolean }[]>`select i.relname as name, x.indisvalid as valid
      from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indrelid = to_regclass(${qualified(tableName)}) and not x.indisprimary`;
    const same = there.find((index) => index.name === name);
    if (same?.valid || there.length >= INDEXES) return;
    if (same) await sql.unsafe(`drop index concurrently if exists data.${quoteIdentifier(name)}`);
    await sql.unsafe(
      `create index concurrently ${quoteIdentifier(name)} on ${qualified(tableName)} (${quoteIdentifier(column)} ${descending ? "desc" : "asc"} nulls last, _row)`,
    );
  } catch (error) {
    // Replaced or deleted meanwhile: nobody will sort it any more.
    if ((error as { code?: string }).code !== "42P01") throw error;
  } finally {
    await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.catch(() => {});
  }
}
