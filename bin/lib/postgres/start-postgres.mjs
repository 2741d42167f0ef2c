import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demandDisk } from "../disk.mjs";
import { Failure } from "../failure.mjs";
import { spawnTool, stopChild } from "../lifecycle.mjs";
import { freePort } from "../ports.mjs";
import { ensureCluster, postgresEnv } from "./cluster.mjs";
import { findPostgres } from "./native.mjs";
import { stopOrphan } from "./orphan.mjs";
import { findPlace, writeAccount } from "./place.mjs";

// Replaying the log after a crash takes as long as it takes; this is only against waiting for ever.
const READY_MS = 180_000;
const FAST_SHUTDOWN_MS = 7_000;
const LOG_LIMIT = 10 * 1024 * 1024;
// Left behind by a killed predecessor whose last processes are still on their way out.
const PREDECESSOR = /lock file "postmaster\.pid"|pre-existing shared memory block|Address already in use/;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 100,
  shared_buffers: "256MB",
  huge_pages: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] %q%u@%d ",
};
/** Nothing of a throw-away database has to survive a power cut. */
const THROW_AWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * Starts the installation's own PostgreSQL on 127.0.0.1.
 *
 * @param {{ dataDir: string, throwAway?: boolean, durable?: boolean }} options `throwAway`: for tests, the role may make
 *   databases; `durable`: keeps its writes safe nevertheless (measurements)
 * @returns {Promise<{ url: string, ended: Promise<object>, stop(): Promise<void> }>} the URL of the owner role
 */
export async function startPostgres({ dataDir, throwAway = false, durable = !throwAway }) {
  const place = findPlace(dataDir);
  const native = findPostgres(place.user);
  await stopOrphan(place.directory);
  const account = await ensureCluster({ ...place, dataDir, native, throwAway });
  demandDisk(place.directory, 100, "The database");
  const logFile = path.join(dataDir, "postgres.log");
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(account.port);
    if (port !== account.port) writeAccount(dataDir, Object.assign(account, { port }));
    const log = openLog(logFile);
    const settings = { ...SETTINGS, ...(durable ? {} : THROW_AWAY), port };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawnTool(path.join(native, "bin/postgres"), ["-D", place.directory, ...args], {
      ...place.user,
      cwd: "/",
      env: postgresEnv(),
      stdio: ["ignore", log.fd, log.fd],
    });
    child.outlivesTools = true;
    closeSync(log.fd);
    const isReady = await waitReady(place.directory, child);
    if (isReady) {
      const { user, password, database } = account;
      return {
        url: `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
        ended: child.ended,
        stop: () => stop(child),
      };
    }
    await stop(child);
    const output = readFrom(logFile, log.size);
    if (attempt >= 20 || !PREDECESSOR.test(output)) throw explain(output, place.directory);
    await sleep(500);
  }
}

async function waitReady(directory, child) {
  const deadline = Date.now() + READY_MS;
  let ended = false;
  child.ended.then(() => {
    ended = true;
  });
  while (!ended && Date.now() < deadline) {
    try {
      const lines = readFileSync(path.join(directory, "postmaster.pid"), "utf8").split("\n");
      if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
    } catch {
      // not written yet
    }
    await sleep(20);
  }
  return false;
}

/** Fast shutdown (connections are cut), then the immediate one, which costs a recovery at the next start. */
async function stop(child) {
  const ended = async (signal, ms) => {
    child.kill(signal);
    return Promise.race([child.ended.then(() => true), sleep(ms, false, { ref: false })]);
  };
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  if (await ended("SIGINT", FAST_SHUTDOWN_MS)) return;
  await stopChild(child, { signal: "SIGQUIT", graceMs: 1_500 });
}

function openLog(file) {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.old`);
  const fd = openSync(file, "a", 0o600);
  return { fd, size: fstatSync(fd).size };
}

function readFrom(file, position) {
  const fd = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(Math.max(0, fstatSync(fd).size - position));
    readSync(fd, buffer, 0, buffer.length, position);
    return buffer.toString("utf8");
  } finally {
    closeSync(fd);
  }
}

function explain(output, directory) {
  const tail = output.trim().split("\n").slice(-12).join("\n");
  if (/No space left/i.test(output))
    return new Failure("The disk is full.", { output: tail, hint: `Free some space for ${directory}.` });
  if (/could not (map|create) .*shared memory|Cannot allocate memory/i.test(output))
    return new Failure("There is not enough memory for the database.", {
      output: tail,
      hint: "It needs about 400 MB.",
    });
  return new Failure(`The database in ${directory} does not start.`, {
    output: tail,
    hint: "Put it back from a backup, or begin anew (this deletes its data): node bin/gatehouse.mjs reset",
  });
}
