import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { newSegmentName, type Segment } from "./segment.ts";

type Done = (error: Error | null) => void;

export type Spool = {
  /** Adds one line, which ends in a newline. `done` as in `Meter.record`. */
  append(line: string, done: Done): void;
  /** Writes what waits, and ends the running segment if it holds anything. */
  seal(): void;
  /** Whether that segment is still being written by this process. */
  isWriting(id: string): boolean;
  pendingBytes(): number;
  since(): number | null;
};

type Running = { id: string; open: string; sealed: string; fd: number; bytes: number; since: number; openedAt: number };

const MAX_BYTES = 8 * 1024 * 1024;
/** A process that was stopped for so long may have been taken for dead, so it leaves its segment alone. */
const STALE_MS = 10_000;

/**
 * The writing half of the meter: all lines of one turn of the event loop go into the file by one system call, and only
 * then are their requests told (group commit). There is no fsync: what is written survives a killed process, not a
 * power cut.
 */
export function openSpool(folder: string, onSealed: (segment: Segment) => void): Spool {
  const makeFolder = () => mkdirSync(folder, { recursive: true, mode: 0o700 });
  makeFolder();
  const buffer = Buffer.allocUnsafeSlow(256 * 1024);
  let running: Running | null = null;
  let lines = "";
  let waiting: Done[] = [];

  const begin = (): Running => {
    const { id, open, sealed } = newSegmentName();
    makeFolder();
    const at = path.join(folder, open);
    const fd = openSync(at, "wx", 0o600);
    return {
      id,
      open: at,
      sealed: path.join(folder, sealed),
      fd,
      bytes: 0,
      since: Date.now(),
      openedAt: performance.now(),
    };
  };

  const end = () => {
    const segment = running;
    running = null;
    if (!segment) return;
    closeSync(segment.fd);
    let at = segment.sealed;
    try {
      renameSync(segment.open, segment.sealed);
    } catch {
      at = segment.open;
    }
    onSealed({ id: segment.id, path: at, bytes: segment.bytes, since: segment.since });
  };

  const write = (text: string) => {
    if (running && performance.now() - running.openedAt > STALE_MS) end();
    running ??= begin();
    const segment = running;
    // Three bytes are the most that one UTF-16 unit takes in UTF-8.
    const bytes = text.length * 3 <= buffer.length ? buffer : Buffer.from(text);
    const length = bytes === buffer ? buffer.write(text) : bytes.length;
    try {
      for (let at = 0; at < length; ) at += writeSync(segment.fd, bytes, at, length - at, segment.bytes + at);
    } catch (error) {
      // What was written of these lines must not be there when their requests are told that they failed.
      try {
        ftruncateSync(segment.fd, segment.bytes);
      } catch {
        end();
      }
      throw error;
    }
    segment.bytes += length;
    if (segment.bytes >= MAX_BYTES) end();
  };

  const commit = () => {
    if (waiting.length === 0) return;
    const told = waiting;
    const text = lines;
    waiting = [];
    lines = "";
    let failure: Error | null = null;
    try {
      write(text);
    } catch (error) {
      failure = error as Error;
    }
    for (const done of told) {
      try {
        done(failure);
      } catch (error) {
        // One caller's mistake must not keep the news from the others.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  return {
    append(line, done) {
      if (waiting.push(done) === 1) setImmediate(commit);
      lines += line;
    },
    seal() {
      commit();
      if (running && running.bytes > 0) end();
    },
    isWriting: (id) => running?.id === id,
    pendingBytes: () => running?.bytes ?? 0,
    since: () => (running && running.bytes > 0 ? running.since : null),
  };
}
