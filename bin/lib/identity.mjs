import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same pid: the boot and the start time. Undefined if the system does not
 * say (then the pid alone has to do), null if there is no such process.
 */
export function processStart(pid) {
  if (process.platform === "linux") {
    try {
      // The command name stands in parentheses and may hold spaces; what follows the last one is plain.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      if (fields[0] === "Z" || fields[0] === "X") return null;
      return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
    } catch (error) {
      return error.code === "ENOENT" || error.code === "ESRCH" ? null : undefined;
    }
  }
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env: { LC_ALL: "C" } });
  if (ps.error) return undefined;
  return ps.stdout.trim() || null;
}

/** This process, as it is written into a lock. */
export const ownIdentity = () => ({ pid: process.pid, start: processStart(process.pid) });

/** Whether the process that wrote the identity still runs; a reused pid does not count. */
export function isRunning(identity) {
  if (!Number.isInteger(identity?.pid) || identity.pid <= 0) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  const start = processStart(identity.pid);
  if (start === null) return false;
  return start === undefined || !identity.start || start === identity.start;
}
