import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runDir } from "./data-folder.mjs";
import { Failure } from "./failure.mjs";
import { isRunning, processStart } from "./identity.mjs";
import { spawnTool, stopChild } from "./lifecycle.mjs";
import { step } from "./progress.mjs";
import { inProject, readJson } from "./project.mjs";

const READY_MS = 180_000;
// For the requests in flight. With the database's own shutdown it stays below the 30 s after which service managers kill.
const GRACE_MS = 20_000;

const nameFile = (dataDir) => path.join(runDir(dataDir), "server.json");

/**
 * Starts `src/server.ts` and waits until it listens.
 * @returns {Promise<import("node:child_process").ChildProcess>} with `ended`, a promise
 * @throws {Failure} when it ends before it listens
 */
export async function startServer({ dataDir, env, dev = false }) {
  const child = spawnTool(process.execPath, [inProject("src/server.ts"), ...(dev ? ["--dev"] : [])], {
    env: { ...env, NODE_ENV: dev ? "development" : "production", ...(dev ? { GATEHOUSE_DEV: "1" } : {}) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.outlivesTools = true;
  writeFileSync(nameFile(dataDir), JSON.stringify({ pid: child.pid, start: child.pid && processStart(child.pid) }));
  const isReady = new Promise((resolve) => {
    child.on("message", (message) => message?.type === "ready" && resolve("ready"));
  });
  const outcome = await Promise.race([isReady, child.ended, sleep(READY_MS, "late", { ref: false })]);
  if (outcome === "ready") return child;
  await stopServer(child);
  throw new Failure(
    outcome === "late"
      ? `The server did not begin to listen within ${READY_MS / 1000} s.`
      : `The server ended before it listened (${describeEnd(outcome)}). What it said stands above.`,
  );
}

export const stopServer = (child) => stopChild(child, { graceMs: GRACE_MS });

export const describeEnd = ({ code, signal, error }) =>
  error?.message ?? (signal ? `signal ${signal}` : `exit code ${code}`);

/**
 * A server whose launcher was killed ends by itself, after its last requests. It is given the time for it, then made to:
 * two servers on one spool would count twice.
 */
export async function endOldServer(dataDir) {
  const file = nameFile(dataDir);
  const old = existsSync(file) ? readJson(file) : undefined;
  if (isRunning(old))
    await step(
      { doing: `Waiting for the previous server to end (pid ${old.pid})`, done: "Previous server ended" },
      async () => {
        if (await isGone(old, 3_000)) return;
        for (const [signal, ms] of [
          ["SIGTERM", GRACE_MS],
          ["SIGKILL", 3_000],
        ]) {
          try {
            process.kill(old.pid, signal);
          } catch (error) {
            if (error.code === "EPERM")
              throw new Failure(`The previous server (pid ${old.pid}) belongs to another user.`, {
                hint: "Stop it first.",
              });
          }
          if (await isGone(old, ms)) return;
        }
        throw new Failure(`The previous server (pid ${old.pid}) does not end.`);
      },
    );
  rmSync(file, { force: true });
}

async function isGone(identity, ms) {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(50)) if (!isRunning(identity)) return true;
  return false;
}
