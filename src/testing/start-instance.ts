import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "./world.ts";

export type Instance = {
  url: string;
  dataFolder: string;
  stop(): Promise<void>;
  /** As the kernel does when memory is short: nothing of the process gets to say a word. */
  kill(): Promise<void>;
};

const script = fileURLToPath(new URL("./api-process.ts", import.meta.url));

/** Another instance of the API at the world's database, in a process of its own. */
export async function startInstance(world: World): Promise<Instance> {
  const dataFolder = await mkdtemp(path.join(world.config.dataFolder, "instance-"));
  const child = spawn(process.execPath, [script, JSON.stringify({ ...world.config, dataFolder })], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`an instance ended with ${code}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    dataFolder,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
