import { createHash } from "node:crypto";
import { hostname } from "node:os";
import path from "node:path";
import { newId } from "#lib/id.ts";

/** A part of the spool that takes no more lines and waits to be loaded. */
export type Segment = {
  id: string;
  path: string;
  /** What counts of the file; behind it there may be the rest of a write that failed. */
  bytes: number;
  /** Epoch milliseconds of its first line, or about that. */
  since: number;
};

const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const NAME = /^(seg_[0-9a-z]{26})\.([0-9a-f]{8})\.(\d+)\.(open|sealed)$/;

/** A segment's name tells who writes it, so that others know whether that process can still be alive. */
export function newSegmentName(): { id: string; open: string; sealed: string } {
  const id = newId("seg");
  const stem = `${id}.${HOST}.${process.pid}`;
  return { id, open: `${stem}.open`, sealed: `${stem}.sealed` };
}

export type SegmentName = { id: string; here: boolean; pid: number; sealed: boolean };

/** What the name of a file in the spool says; null: it is no segment. */
export function readSegmentName(file: string): SegmentName | null {
  const match = NAME.exec(path.basename(file));
  if (!match) return null;
  return { id: match[1]!, here: match[2] === HOST, pid: Number(match[3]), sealed: match[4] === "sealed" };
}
