import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const BLOCK = 512;

/** Unpacks a plain ustar archive, folders and files only, as the packages we pin contain them. */
export function untar(archive, folder) {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const text = (from, to) => archive.toString("latin1", at + from, at + to).replace(/\0.*$/s, "");
    const name = [text(345, 500), text(0, 100)].filter(Boolean).join("/");
    if (!name) return;
    const size = Number.parseInt(text(124, 136), 8) || 0;
    const kind = text(156, 157);
    const target = path.join(folder, name);
    if (!target.startsWith(path.join(folder, path.sep)) && target !== folder)
      throw new Error(`A path leads out of the archive: ${name}`);
    if (kind === "5") mkdirSync(target, { recursive: true });
    else if (kind === "0" || kind === "") {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, archive.subarray(at + BLOCK, at + BLOCK + size), { mode: 0o755 });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
