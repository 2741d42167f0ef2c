import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readJson } from "./project.mjs";

/** One hash over files and folders (by name and content, in a fixed order). A missing one counts as such. */
export function hashOf(base, names, { skip = () => false } = {}) {
  const hash = createHash("sha256");
  const add = (name) => {
    if (skip(name)) return;
    const file = path.join(base, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const entry of readdirSync(file).sort()) add(path.join(name, entry));
    else {
      const content = stat ? readFileSync(file) : Buffer.alloc(0);
      hash.update(`${name}\0${stat ? content.length : "missing"}\0`).update(content);
    }
  };
  for (const name of names) add(name);
  return hash.digest("hex");
}

/** Whether the stamp file says that the work for this hash was finished. */
export const isStamped = (file, hash) => readJson(file)?.hash === hash;

/** Written as the last act of the work, so that what was interrupted never counts. */
export function writeStamp(file, hash) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ hash }));
}
