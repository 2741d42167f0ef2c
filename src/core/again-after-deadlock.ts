const DEADLOCK = "40P01";
const TRIES = 4;

/**
 * Runs a transaction, and runs it again if PostgreSQL ended it so that another one could go on: nothing of it has
 * happened, and by then what it waited for has been decided. Who writes to an organization while it is deleted meets
 * that. `work` must do nothing outside of its transaction.
 */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1)
    try {
      return await work();
    } catch (error) {
      if (tried === TRIES || !isDeadlock(error)) throw error;
    }
}

/** Drizzle wraps what the driver throws. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === DEADLOCK) || isDeadlock(error.cause);
}
