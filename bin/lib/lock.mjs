import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isRunning, ownIdentity } from "./identity.mjs";
import { readJson } from "./project.mjs";

// A holder that was just created may not have written its name yet; after this long an empty lock is a dead one.
const WRITE_GRACE_MS = 3_000;

/**
 * Takes a lock that dies with its process. Each holder makes a file with the next number, which only one can create;
 * the highest number counts and is never removed, so a stale lock is taken over without the race of delete-and-create.
 *
 * @param {string} folder where the lock files live
 * @param {string} name
 * @param {object} info what others may read about the holder
 * @returns {{ taken: true, update(info: object): void, release(): void } | { taken: false, holder: object }}
 */
export function takeLock(folder, name, info = {}) {
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const newest = newestLock(folder, name);
    if (newest && isHeld(newest)) return { taken: false, holder: readJson(newest.file) ?? {} };
    const number = (newest?.number ?? 0) + 1;
    const file = path.join(folder, `${name}.${number}.lock`);
    const content = { ...ownIdentity(), ...info };
    try {
      writeFileSync(file, JSON.stringify(content), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (error.code === "EEXIST") continue;
      throw error;
    }
    if (newestLock(folder, name).number > number) {
      rmSync(file, { force: true });
      continue;
    }
    for (const old of listLocks(folder, name)) if (old.number < number) rmSync(old.file, { force: true });

    const write = (next) => {
      Object.assign(content, next);
      const aside = `${file}.${process.pid}`;
      writeFileSync(aside, JSON.stringify(content), { mode: 0o600 });
      renameSync(aside, file);
    };
    return { taken: true, update: write, release: () => write({ released: true }) };
  }
}

/** Who holds the lock now, or undefined. */
export function lockHolder(folder, name) {
  const newest = newestLock(folder, name);
  return newest && isHeld(newest) ? readJson(newest.file) : undefined;
}

function isHeld({ file }) {
  const content = readJson(file);
  if (content) return !content.released && isRunning(content);
  try {
    return Date.now() - statSync(file).mtimeMs < WRITE_GRACE_MS;
  } catch {
    return false;
  }
}

function listLocks(folder, name) {
  let files = [];
  try {
    files = readdirSync(folder);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return files
    .filter((file) => file.startsWith(`${name}.`) && /\.\d+\.lock$/.test(file))
    .map((file) => ({ file: path.join(folder, file), number: Number(file.split(".").at(-2)) }));
}

const newestLock = (folder, name) => listLocks(folder, name).sort((a, b) => b.number - a.number)[0];
