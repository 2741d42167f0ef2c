import { spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const START_MS = 10_000;

/**
 * Starts a Redis of its own on loopback that writes nothing to disk, its fastest form. Gives its URL, or null where the
 * machine has no `redis-server`.
 */
export async function startRedis({ port, folder }) {
  const options = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir: folder };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", args, { stdio: "ignore" });
  let failure = null;
  const ended = new Promise((resolve) => {
    child.once("error", (error) => {
      failure = error;
      resolve();
    });
    child.once("exit", (code) => {
      failure = new Error(`redis-server ended with code ${code}; is port ${port} free?`);
      resolve();
    });
  });
  const until = performance.now() + START_MS;
  for (;;) {
    await Promise.race([sleep(50), ended]);
    if (failure?.code === "ENOENT") return null;
    if (failure) throw failure;
    if (await isListening(port)) break;
    if (performance.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`redis-server does not listen on port ${port}`);
    }
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const isListening = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
