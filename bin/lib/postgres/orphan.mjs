import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure.mjs";

const ENDINGS = [
  ["SIGINT", 15_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
];

/**
 * Ends the PostgreSQL of this folder that a killed launcher left running, so that the new launcher starts and watches
 * its own. A pid file that names some other program is removed: PostgreSQL would take that program for itself. The file of a
 * dead one stays, PostgreSQL checks by it that no process of the dead one is left.
 */
export async function stopOrphan(directory) {
  const file = path.join(directory, "postmaster.pid");
  const pid = readPid(file);
  if (pid === undefined) return;
  if (!isPostgres(pid, directory)) {
    if (exists(pid)) rmSync(file, { force: true });
    return;
  }
  for (const [signal, ms] of ENDINGS) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code === "ESRCH") return;
      throw new Failure(`A PostgreSQL (pid ${pid}) of another user runs in ${directory}.`, { hint: "Stop it first." });
    }
    for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(25))
      if (!isPostgres(pid, directory)) return;
  }
  throw new Failure(`The old PostgreSQL (pid ${pid}) of ${directory} does not end.`);
}

function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function readPid(file) {
  try {
    const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is the postmaster of the folder; one that is dead but not yet collected is not. */
function isPostgres(pid, directory) {
  if (process.platform !== "linux") {
    const { stdout = "" } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return stdout.includes("postgres") && stdout.includes(directory);
  }
  try {
    const [, name, state] = readFileSync(`/proc/${pid}/stat`, "utf8").match(/^\d+ \((.*)\) (\S)/s);
    if (name !== "postgres" || state === "Z" || state === "X") return false;
    // The working directory is the surer sign, but only root and the owner may read it.
    const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return args.includes(directory) || realpathSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch {
    return false;
  }
}
