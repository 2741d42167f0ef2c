import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sql } from "#db/client.ts";
import type { Logger } from "../logger.ts";
import { currentLines, spoolColumns } from "./encode-event.ts";
import { loadSegment } from "./load-segment.ts";
import type { Segment } from "./segment.ts";

const NEWLINE = 10;
const types = Object.values(spoolColumns);

export const PARKED = ".parked";

/**
 * Loads a segment's file and deletes it. Lines that can never be loaded (a damaged disk; nothing that the meter wrote)
 * are put aside as `<id>.parked` instead of holding up the rest. Gives whether anything was parked; rejects if the
 * database cannot take the segment now.
 */
export async function loadFile(sql: Sql, segment: Segment, log: Logger): Promise<boolean> {
  const bytes = await readWhole(segment);
  let parked = false;
  if (bytes !== null && bytes.length > 0) {
    try {
      await loadSegment(sql, segment.id, bytes);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      parked = true;
      await loadSound(sql, segment, bytes, error, log);
    }
  }
  await rm(segment.path, { force: true });
  return parked;
}

/** What counts of the file. The last line of a killed process may be torn: its answer never left, so it is dropped. */
async function readWhole({ path: file, bytes }: Segment): Promise<Buffer | null> {
  try {
    const all = (await readFile(file)).subarray(0, bytes);
    return currentLines(all.subarray(0, all.lastIndexOf(NEWLINE) + 1));
  } catch (error) {
    // Another instance that shares the folder has loaded and deleted it.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function loadSound(sql: Sql, segment: Segment, bytes: Buffer, why: unknown, log: Logger): Promise<void> {
  const lines = bytes.toString("latin1").split("\n").slice(0, -1);
  const sound = lines.filter(isSound);
  const unsound = lines.filter((line) => !isSound(line));
  const park = async (what: readonly string[], error: unknown) => {
    const file = path.join(path.dirname(segment.path), `${segment.id}${PARKED}`);
    await writeFile(`${file}.new`, Buffer.from(`${what.join("\n")}\n`, "latin1"), { mode: 0o600 });
    await rename(`${file}.new`, file);
    log.error({ err: error, file, events: what.length }, "usage events that cannot be loaded were put aside");
  };
  if (unsound.length === 0) return park(lines, why);
  await park(unsound, why);
  if (sound.length === 0) return;
  try {
    await loadSegment(sql, segment.id, Buffer.from(`${sound.join("\n")}\n`, "latin1"));
  } catch (error) {
    if (!isAboutData(error)) throw error;
    await park(lines, error);
  }
}

/** SQLSTATE classes 22 and 23: the values themselves are refused, today and tomorrow. P0001: no partition for them. */
function isAboutData(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && (/^2[23]/.test(code) || code === "P0001");
}

/** Read as latin1, one character is one byte. */
function isSound(line: string): boolean {
  if (line.includes("\0") || !isUtf8(line)) return false;
  const fields = line.split("\t");
  return (
    fields.length === types.length &&
    fields.every((text, at) => {
      const type = types[at];
      if (type === "text") return true;
      if (type === "boolean") return text === "t" || text === "f";
      return (
        /^\d{1,16}$/.test(text) && Number(text) <= (type === "smallint" ? 999 : type === "integer" ? 2 ** 31 - 1 : 9e15)
      );
    })
  );
}

function isUtf8(line: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "latin1"));
    return true;
  } catch {
    return false;
  }
}
