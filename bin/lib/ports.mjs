import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { Failure } from "./failure.mjs";

/** Whether the port can be listened on: undefined, or the error code that says why not. */
function portProblem(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", (error) => resolve(error.code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** A port that nobody listens on: the wished one if it is free, otherwise one that the system gives. */
export async function freePort(wish = 0, host = "127.0.0.1") {
  if (wish && !(await portProblem(wish, host))) return wish;
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, host, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** @throws {Failure} that names who has the port and what to do */
export async function demandPort(port, host) {
  const problem = await portProblem(port, host);
  if (!problem) return;
  if (problem === "EACCES")
    throw new Failure(`Port ${port} may be opened by root only.`, {
      hint: "Choose one above 1023: PORT=3000 npm start",
    });
  if (problem === "EADDRINUSE") {
    const other = await freePort(port < 65535 ? port + 1 : 0, host);
    throw new Failure(`Port ${port} on ${host} is taken by ${portOwner(port) ?? "another program"}.`, {
      hint: `Stop it, or choose another port: PORT=${other} npm start`,
    });
  }
  throw new Failure(`Cannot listen on ${host}:${port} (${problem}).`, {
    hint: "HOST must be an address of this machine.",
  });
}

/** "name (pid 1)" of the program that listens on the port, if the system lets us see it. */
function portOwner(port) {
  if (process.platform !== "linux") {
    const lsof = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { encoding: "utf8" });
    const found = lsof.stdout?.match(/^p(\d+)\nc(.+)$/m);
    return found ? `${found[2]} (pid ${found[1]})` : undefined;
  }
  const listening = "0A";
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const sockets = new Set();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"])
    for (const line of readLines(table)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${wanted}`) && fields[3] === listening) sockets.add(`socket:[${fields[9]}]`);
    }
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`))
        if (sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return `${programName(pid)} (pid ${pid})`;
    } catch {
      // another user's process, or one that just ended
    }
  return undefined;
}

/** From the command line: the kernel's own short name is that of a thread ("MainThread" for Node). */
function programName(pid) {
  const [program] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  return path.basename(program) || "a program";
}

function readLines(file) {
  try {
    return readFileSync(file, "utf8").split("\n").slice(1);
  } catch {
    return [];
  }
}
