import type { PgDatabase } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { guardTransactions } from "./guard-transactions.ts";

export type Sql = postgres.Sql;
/** A database or a transaction in it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

/** The role that the application runs as: owner of nothing but source tables, and behind row-level security. */
const APP_ROLE = "gatehouse_app";

const RECONNECT_SECONDS = 0.2;

type Options = {
  max: number;
  statementTimeoutMs?: number;
  name?: string;
  /** Whether to learn the server's array types, without which arrays cannot be parameters. */
  arrays?: boolean;
  /** Called when a connection is lost or closed. */
  onClose?: () => void;
};

/**
 * A pool of connections as the unprivileged role. `statement_timeout` is in milliseconds, 10 s unless told; 0 is none.
 */
export function connect(
  url: string,
  { max, statementTimeoutMs = 10_000, name = "gatehouse", arrays = true, onClose = () => {} }: Options,
): Sql {
  const sql = postgres(url, {
    max,
    fetch_types: arrays,
    onnotice: () => {},
    onclose: onClose,
    connect_timeout: 5,
    // Without the driver's growing pauses: a database that is back is used within a moment.
    backoff: () => RECONNECT_SECONDS,
    idle_timeout: 60,
    connection: {
      application_name: name,
      role: APP_ROLE,
      TimeZone: "UTC",
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  return guardTransactions(sql);
}
