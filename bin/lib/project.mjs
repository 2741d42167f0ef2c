import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.mjs";

/** The folder that holds package.json. */
export const root = path.resolve(fileURLToPath(import.meta.url), "../../..");

/** A path inside the project. */
export const inProject = (...parts) => path.join(root, ...parts);

/** What the launcher keeps between runs about installing and building: stamps and locks. npm leaves dot folders alone. */
export const keepDir = inProject("node_modules", ".gatehouse");

/** The JavaScript file behind a package's command, so that it runs with our own Node whatever PATH says. */
export function commandOf(packageName, command) {
  const folder = inProject("node_modules", packageName);
  if (!existsSync(folder)) throw new Failure(`The package ${packageName} is not installed.`, { hint: "npm install" });
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** A JSON file, or undefined when it is missing or broken. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
