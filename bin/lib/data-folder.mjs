import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";

/** Where launchers meet: locks and the names of running processes. */
export const runDir = (dataDir) => path.join(dataDir, "run");

/** Whether the folder was made by us: `reset` removes nothing else. */
export const isDataFolder = (dataDir) =>
  ["run", "secret", "postgres.json"].some((name) => existsSync(path.join(dataDir, name)));

/** Makes the data folder, closed to others. */
export function openDataFolder(dataDir) {
  try {
    mkdirSync(runDir(dataDir), { recursive: true, mode: 0o700 });
    // As root the database runs as somebody else, who has to walk through but not to look around.
    const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
    if (statSync(dataDir).uid === process.getuid?.()) chmodSync(dataDir, mode);
    accessSync(runDir(dataDir), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(`The data folder ${dataDir} cannot be used (${error.code ?? error.message}).`, {
      hint: "Start as its owner, or choose another folder: GATEHOUSE_DATA=/path/to/folder",
    });
  }
}
