import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

const BUFFER_BYTES = 256 * 1024;

export type StagedFile = {
  /** Bytes so far, those that wait in memory included. */
  bytes: number;
  write(chunk: Buffer): void;
  text(chunk: string): void;
  /** Ends the file; gives its SHA-256 in hexadecimal. May be called again. */
  finish(): string;
};

/**
 * A file that is written while something comes in, by a thread of its own that may wait for the disk: so the network is
 * read no faster than the disk takes it, and memory stays flat whatever comes.
 */
export function stagedFile(path: string): StagedFile {
  const hash = createHash("sha256");
  let file: number | null = openSync(path, "w", 0o600);
  let waiting = "";
  const put = (chunk: Buffer) => {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; ) at += writeSync(file!, chunk, at);
  };
  const flush = () => {
    if (waiting !== "") put(Buffer.from(waiting));
    waiting = "";
  };
  let digest: string | null = null;
  const close = () => {
    if (file !== null) closeSync(file);
    file = null;
  };
  return {
    bytes: 0,
    write(chunk) {
      this.bytes += chunk.length;
      put(chunk);
    },
    text(chunk) {
      waiting += chunk;
      this.bytes += Buffer.byteLength(chunk);
      if (waiting.length >= BUFFER_BYTES) flush();
    },
    finish() {
      if (file !== null) flush();
      close();
      digest ??= hash.digest("hex");
      return digest;
    },
  };
}
