import { accessSync, constants, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { keepDir } from "./project.mjs";

/**
 * The environment for the tools we start: ours, without what would disturb them, and with a HOME that can be written to
 * (a service or a container often has none, and npm and Next want a place for their caches).
 */
export function childEnv(extra = {}) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...extra };
  delete env.GATEHOUSE_LAUNCHED; // ours alone: a launcher started by a tool decides anew
  const nodeDir = path.dirname(process.execPath);
  env.PATH = [nodeDir, env.PATH].filter(Boolean).join(path.delimiter);
  if (!hasHome()) {
    env.HOME = path.join(keepDir, "home");
    mkdirSync(env.HOME, { recursive: true });
    env.npm_config_cache ??= path.join(env.HOME, ".npm");
  }
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  return env;
}

function hasHome() {
  try {
    const home = os.homedir();
    if (!path.isAbsolute(home)) return false;
    accessSync(home, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
