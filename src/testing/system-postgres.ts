import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.ts";

/** Where Debian puts its servers, a folder for each major version. */
const DEBIAN = "/usr/lib/postgresql";

export type SystemPostgres = { version: string; bin: string };

/** The servers from version 15 on that this machine has of its own. */
export function systemServers(): SystemPostgres[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .filter((version) => Number(version) >= 15 && existsSync(path.join(DEBIAN, version, "bin/initdb")))
    .map((version) => ({ version, bin: path.join(DEBIAN, version, "bin") }));
}

/** Whom PostgreSQL may run as: it refuses root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  return { uid: Number(user?.[2] ?? 65_534), gid: Number(user?.[3] ?? 65_534) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** A throw-away server; `url` is that of a role like the one the product is given: no superuser. */
export async function startSystemPostgres({ bin }: SystemPostgres): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync("/var/tmp/gatehouse-postgres-");
  const as = unprivileged();
  if (as) chownSync(folder, as.uid, as.gid);
  const data = path.join(folder, "data");
  const options = { cwd: "/", stdio: "ignore" as const, ...as };
  execFileSync(
    path.join(bin, "initdb"),
    ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"],
    options,
  );
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", `port=${port}`];
  const server: ChildProcess = spawn(
    path.join(bin, "postgres"),
    ["-D", data, ...settings.flatMap((each) => ["-c", each])],
    options,
  );
  const ended = new Promise((done) => server.once("exit", done));

  const { default: postgres } = await import("postgres");
  const admin = postgres({
    host: "127.0.0.1",
    port,
    user: "postgres",
    database: "postgres",
    max: 1,
    onnotice: () => {},
  });
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    try {
      await admin`create role gatehouse login createdb createrole`;
      break;
    } catch (error) {
      if (Date.now() > deadline || server.exitCode !== null) throw error;
      await sleep(100);
    }
  }
  await admin.end();
  return {
    url: `postgres://gatehouse@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
