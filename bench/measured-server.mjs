import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROBE = new URL("./probe.mjs", import.meta.url).href;
const START_MS = 60_000;
const STOP_MS = 30_000;

/**
 * Starts a server as a process of its own with the probe in it, and waits until `readyUrl` answers 200.
 *
 * @param {{ name: string, script: string, args?: string[], env?: object, execArgv?: string[], cwd?: string,
 *   readyUrl: string, headers?: () => Record<string, string> }} options
 */
export async function startMeasured({ name, script, args = [], env = {}, execArgv = [], cwd, readyUrl, headers }) {
  const child = fork(script, args, {
    cwd: cwd ?? fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    execArgv: ["--import", PROBE, ...execArgv],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-8000);
    });
  const ended = new Promise((resolve) => child.once("exit", resolve));

  const until = performance.now() + START_MS;
  while (!(await answers(readyUrl, headers))) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`${name} does not answer at ${readyUrl}:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  const ask = (probe, more = {}) =>
    new Promise((resolve, reject) => {
      const hear = (message) => {
        if (message?.probe !== probe) return;
        child.off("message", hear);
        resolve(message);
      };
      child.on("message", hear);
      child.send({ probe, ...more }, (error) => error && reject(new Error(`${name} is gone:\n${output}`)));
    });

  return {
    /** CPU time in µs and memory in bytes, since the process began. `collect`: after a garbage collection. */
    weigh: (collect = false) => ask("weigh", { collect }),
    startProfile: () => ask("startProfile"),
    stopProfile: async () => (await ask("stopProfile")).profile,
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function answers(url, headers) {
  try {
    const answer = await fetch(url, { headers: headers?.() ?? {} });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
