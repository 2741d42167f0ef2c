import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import type { FileEncoding } from "#contract/source.ts";
import { FileProblem } from "./file-problem.ts";

/** Bigger chunks are slower: the rows of one then outlive the young generation of the heap. */
const CHUNK = 128 * 1024;

/**
 * The text of a file, a chunk at a time, without its byte order mark. `onBytes` hears how much has been read.
 * Throws a FileProblem where the bytes are not of that encoding: a wrong guess would damage every accent in the file.
 */
export function* readText(path: string, encoding: FileEncoding, onBytes?: (total: number) => void): Generator<string> {
  const file = openSync(path, "r");
  try {
    const decode = encoding === "utf-8" ? utf8Decoder() : utf16Decoder(encoding);
    const buffer = Buffer.allocUnsafe(CHUNK);
    let total = 0;
    for (;;) {
      const count = readSync(file, buffer, 0, CHUNK, null);
      total += count;
      const text = decode(buffer.subarray(0, count), count === 0, total);
      onBytes?.(total);
      if (text !== "") yield text;
      if (count === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

type Decode = (bytes: Buffer, last: boolean, total: number) => string;

/** Node's streaming decoder is several times slower than checking and converting whole chunks. */
function utf8Decoder(): Decode {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  return (bytes, last, total) => {
    const chunk = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    const end = last ? chunk.length : wholeCharacters(chunk);
    const whole = chunk.subarray(0, end);
    if (!isUtf8(whole))
      throw new FileProblem(
        `The file is not UTF-8 (there is a wrong byte before byte ${total.toLocaleString("en")}). Save it as UTF-8, in Excel as "CSV UTF-8", and upload it again.`,
      );
    rest = Buffer.from(chunk.subarray(end));
    const mark = !started && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
    if (whole.length > 0) started = true;
    return whole.toString("utf8", mark ? 3 : 0);
  };
}

/** Where the last character that is complete ends. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function utf16Decoder(encoding: "utf-16le" | "utf-16be"): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last });
    } catch (error) {
      throw new FileProblem("The file begins like UTF-16 but is not. Save it as UTF-8 and upload it again.", {
        cause: error,
      });
    }
  };
}
