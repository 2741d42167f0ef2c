import { openDataFolder, runDir } from "./data-folder.mjs";
import { Failure } from "./failure.mjs";
import { atEnd } from "./lifecycle.mjs";
import { takeLock } from "./lock.mjs";
import { readAccount } from "./postgres/place.mjs";
import { startPostgres } from "./postgres/start-postgres.mjs";

/** The name of the lock that one launcher at a time holds on a data folder. */
export const LAUNCHER = "launcher";

/**
 * A database for a short command: the one of DATABASE_URL, the one of a running installation, or our own for as long as
 * the command runs.
 * @returns {Promise<string>} its URL
 */
export async function borrowDatabase(settings) {
  openDataFolder(settings.dataDir);
  if (settings.databaseUrl) return settings.databaseUrl;
  const lock = takeLock(runDir(settings.dataDir), LAUNCHER, { command: "a command" });
  if (!lock.taken) {
    if (!lock.holder.database)
      throw new Failure("Gatehouse is just starting or stopping.", { hint: "Try again in a moment." });
    const { user, password, port, database } = readAccount(settings.dataDir);
    return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  }
  atEnd(lock.release);
  const postgres = await startPostgres({ dataDir: settings.dataDir });
  atEnd(postgres.stop);
  return postgres.url;
}
