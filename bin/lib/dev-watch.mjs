import { watch } from "node:fs";
import path from "node:path";
import { inProject } from "./project.mjs";

const QUIET_MS = 200;
/** Pages are renewed by Next itself; everything else under src runs in Node and needs a new process. */
const NEXTS_OWN = /^(app|ui)\//;

/**
 * Resolves to "changed" once a source of the server was changed and the editor is done writing.
 * @param {AbortSignal} signal ends the watching
 */
export function sourcesChanged(signal) {
  return new Promise((resolve) => {
    let quiet;
    const watcher = watch(inProject("src"), { recursive: true, signal }, (_event, name) => {
      const file = name?.split(path.sep).join("/");
      if (!file || NEXTS_OWN.test(file) || !/\.(ts|sql)$/.test(file) || file.endsWith(".test.ts")) return;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        watcher.close();
        resolve("changed");
      }, QUIET_MS);
    });
    watcher.on("error", () => {}); // no watching on this file system: the person restarts
  });
}
