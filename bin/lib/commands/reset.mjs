import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { isDataFolder, openDataFolder, runDir } from "../data-folder.mjs";
import { Failure } from "../failure.mjs";
import { lockHolder, takeLock } from "../lock.mjs";
import { LAUNCHER } from "../own-database.mjs";
import { stopOrphan } from "../postgres/orphan.mjs";
import { ownsOutside, readAccount } from "../postgres/place.mjs";
import { say } from "../progress.mjs";
import { endOldServer } from "../server.mjs";
import { readSettings } from "../settings.mjs";

/** `reset`: deletes the installation's data after a question. Refuses while it runs, and on folders that are not ours. */
export async function reset(args) {
  const settings = readSettings();
  const { dataDir } = settings;
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) {
    say(`Nothing to delete: there is nothing in ${dataDir}.`);
    return;
  }
  if (!isDataFolder(dataDir)) throw new Failure(`${dataDir} is not a data folder of Gatehouse; nothing was deleted.`);
  const holder = lockHolder(runDir(dataDir), LAUNCHER);
  if (holder) throw running(holder);
  if (!args.includes("--yes") && !(await isConfirmed(settings))) {
    say("Nothing was deleted.");
    return 1;
  }

  openDataFolder(dataDir);
  const lock = takeLock(runDir(dataDir), LAUNCHER, { command: "reset" });
  if (!lock.taken) throw running(lock.holder);
  await endOldServer(dataDir);
  await stopOrphan(path.join(dataDir, "postgres"));
  const outside = readAccount(dataDir)?.directory;
  if (outside && existsSync(outside) && ownsOutside(dataDir, outside)) {
    await stopOrphan(outside);
    rmSync(path.dirname(outside), { recursive: true, force: true });
  }
  // The lock's folder goes last, so that nobody starts in between. The folder itself may be a mount or a link: it stays.
  const names = readdirSync(dataDir).sort((a, b) => Number(a === "run") - Number(b === "run"));
  for (const name of names) rmSync(path.join(dataDir, name), { recursive: true, force: true });
  say(`✓ Deleted what was in ${dataDir}`);
}

const running = (holder) =>
  new Failure(`Gatehouse is running (pid ${holder.pid}); nothing was deleted.`, { hint: "Stop it first." });

async function isConfirmed({ dataDir, databaseUrl }) {
  if (!process.stdin.isTTY)
    throw new Failure("reset asks before it deletes, and there is nobody to ask.", { hint: "reset --yes" });
  say(`This deletes everything in ${dataDir}: the database, files, secrets and the demo account.`);
  if (databaseUrl) say("The database of DATABASE_URL is not touched.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Type yes to go on: ");
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}
