import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ObjectMissing, type ObjectStore, requireKey } from "./object-store.ts";

/**
 * Objects as files of a folder. Each is written aside, synced and renamed, so that what stands under its name is whole
 * also after a power failure.
 */
export function localStore(folder: string): ObjectStore {
  const pathOf = (key: string) => path.join(folder, requireKey(key));
  return {
    async put(key, content) {
      const file = pathOf(key);
      const aside = `${file}.part`;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      try {
        await pipeline(Readable.from(content), createWriteStream(aside, { flags: "wx", mode: 0o600, flush: true }));
        await rename(aside, file);
        await syncFolder(path.dirname(file));
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
    async open(key, range) {
      const file = pathOf(key);
      // Opened before it is handed over: a file that is gone is told as such, and one that goes now can be read to its end.
      const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ENOENT" ? new ObjectMissing("The object is not in the folder.", { cause: error }) : error;
      });
      const { size } = await handle.stat();
      const { first, last } = range ?? { first: 0, last: size - 1 };
      if (last < first) {
        await handle.close();
        return Readable.from([]);
      }
      return createReadStream(file, { fd: handle, start: first, end: last, highWaterMark: 256 * 1024 });
    },
    async remove(key) {
      const file = pathOf(key);
      await rm(file, { force: true });
      await rm(`${file}.part`, { force: true });
    },
    close: () => {},
  };
}

/** The new name itself has to reach the disk. Folders cannot be synced everywhere. */
async function syncFolder(folder: string): Promise<void> {
  if (!(await stat(folder)).isDirectory()) return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!["EINVAL", "EPERM", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await handle.close();
  }
}
