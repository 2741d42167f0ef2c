import { drizzle } from "drizzle-orm/postgres-js";
import type { Db, Sql } from "./client.ts";

/** Apart from `connect`, since threads that only import files need no query builder, and it takes long to load. */
export const drizzleOver = (sql: Sql): Db => drizzle(sql);
