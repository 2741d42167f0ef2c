import { readdir, rename, stat } from "node:fs/promises";
import path from "node:path";
import { readSegmentName, type Segment, type SegmentName } from "./segment.ts";

/** A living process seals its segment within a second or two; one that lies there for so long has lost its writer. */
const ABANDONED_MS = 30_000;

/** Finds segments whose process is gone. Keeps what it has seen of the others, on the monotonic clock. */
export function segmentAdopter(folder: string, isMine: (id: string) => boolean) {
  const firstSeen = new Map<string, number>();

  /** Segments to load, oldest first; each is given once. */
  return async function adopt(): Promise<Segment[]> {
    const adopted: Segment[] = [];
    const present = new Set<string>();
    for (const file of (await readdir(folder)).sort()) {
      const name = readSegmentName(file);
      if (!name || isMine(name.id)) continue;
      present.add(file);
      if (!isOrphan(name, file)) continue;
      const segment = await take(path.join(folder, file), name);
      if (segment) adopted.push(segment);
    }
    for (const file of firstSeen.keys()) if (!present.has(file)) firstSeen.delete(file);
    return adopted;
  };

  function isOrphan(name: SegmentName, file: string): boolean {
    // A container that starts again has the process id of the one before.
    if (name.here && (name.pid === process.pid || !isAlive(name.pid))) return true;
    const seen = firstSeen.get(file);
    if (seen === undefined) firstSeen.set(file, performance.now());
    return seen !== undefined && performance.now() - seen > ABANDONED_MS;
  }
}

/** Under its sealed name nobody writes to it any more. Null: another instance was faster. */
async function take(file: string, name: SegmentName): Promise<Segment | null> {
  try {
    const sealed = file.replace(/\.open$/, ".sealed");
    if (!name.sealed) await rename(file, sealed);
    const { size, mtimeMs } = await stat(sealed);
    return { id: name.id, path: sealed, bytes: size, since: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
