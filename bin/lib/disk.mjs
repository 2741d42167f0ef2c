import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";

const MIB = 1024 * 1024;

/** @throws {Failure} when the disk that holds (or will hold) the folder has less room than a step needs */
export function demandDisk(folder, mebibytes, purpose) {
  let existing = folder;
  while (!existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const free = Math.floor((bavail * bsize) / MIB);
  if (free < mebibytes)
    throw new Failure(`${purpose} needs ${mebibytes} MiB of disk, and only ${free} MiB are free at ${existing}.`, {
      hint: "Free some space, or move the data elsewhere with GATEHOUSE_DATA=/path/to/folder.",
    });
}
