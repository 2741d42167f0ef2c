import type postgres from "postgres";

/**
 * Keeps a lost connection from ending the process. postgres.js sends `rollback` when the work of a transaction fails,
 * also if it failed because its connection is gone; the write then meets a socket that is null, outside of any promise
 * (porsager/postgres#1208). A lost connection has rolled back by itself, so nothing is sent: the work is left pending,
 * and the transaction rejects by the connection's own close.
 */
export function guardTransactions(sql: postgres.Sql): postgres.Sql {
  const begin = sql.begin.bind(sql) as (options: string, work: Work) => Promise<unknown>;
  const guarded = (first: string | Work, second?: Work) => {
    const [options, work] = typeof first === "string" ? [first, second!] : ["", first];
    return begin(options, async (tx) => {
      try {
        const result = work(tx);
        return await (Array.isArray(result) ? Promise.all(result) : result);
      } catch (error) {
        if (isLoss(error)) return new Promise(() => {});
        throw error;
      }
    });
  };
  return Object.assign(sql, { begin: guarded as unknown as postgres.Sql["begin"] });
}

type Work = (tx: postgres.TransactionSql) => unknown;

const CLOSED = new Set(["CONNECTION_CLOSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/** Whether the connection is closed or about to be: the server closes it after whatever it calls FATAL. */
function isLoss(error: unknown): boolean {
  // drizzle wraps what the driver says.
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, severity } = at as { code?: unknown; severity?: unknown };
    if ((typeof code === "string" && CLOSED.has(code)) || severity === "FATAL" || severity === "PANIC") return true;
  }
  return false;
}
