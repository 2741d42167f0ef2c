import { drizzle } from "drizzle-orm/postgres-js";
import type { TransactionSql } from "postgres";
import type { Db, Sql } from "./client.ts";

/** Apart from `connect`, since threads that only import files need no query builder, and it takes long to load. */
export const drizzleOver = (sql: Sql): Db => drizzle(sql);

/** The query builder within a transaction of the driver's own, where COPY and statements of ours go together. */
export const drizzleWithin = (sql: Sql, tx: TransactionSql): Db =>
  drizzle(Object.assign(tx, { options: sql.options }) as unknown as Sql);
