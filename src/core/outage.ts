const CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "ENOSPC",
]);
/** PostgreSQL: connection lost, out of resources, shut down, deadlock, serialization. The caller may simply try again. */
const SQLSTATES = /^(08...|53...|57P0[1-3]|40001|40P01|55P03)$/;

/** Whether an error means that the database or the disk cannot be used right now, rather than a bug of ours. */
export function isOutage(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && (CODES.has(code) || SQLSTATES.test(code))) return true;
  }
  return false;
}
