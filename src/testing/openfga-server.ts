import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { PATIENCE_MS } from "./patience.ts";

/** The binary of a real OpenFGA server: `OPENFGA_BIN`, one on the PATH, or none. */
export function findOpenFga(): string | null {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const candidates = [process.env.OPENFGA_BIN ?? "", ...folders.map((folder) => path.join(folder, "openfga"))];
  return candidates.filter(Boolean).find(isExecutable) ?? null;
}

/** Starts it with its store in memory, on free ports of loopback. */
export async function startOpenFga(binary: string): Promise<{ url: string; close(): Promise<void> }> {
  const [http, grpc] = [await freePort(), await freePort()];
  const child = spawn(
    binary,
    [
      "run",
      "--datastore-engine=memory",
      `--http-addr=127.0.0.1:${http}`,
      `--grpc-addr=127.0.0.1:${grpc}`,
      "--playground-enabled=false",
      "--metrics-enabled=false",
      "--log-level=error",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const url = `http://127.0.0.1:${http}`;
  const until = performance.now() + PATIENCE_MS;
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || performance.now() > until) throw new Error(`OpenFGA did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async close() {
      child.kill();
      await exited;
    },
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
