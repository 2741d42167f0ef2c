import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Upload } from "#contract/source.ts";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { newId } from "#lib/id.ts";
import { invalidField, Refusal } from "../refusal.ts";
import { FileProblem } from "./file-problem.ts";
import type { Importer } from "./importer.ts";

/** A file on its way in. `stream` is destroyed if the file is refused. */
export type IncomingFile = { stream: Readable; fileName: string; contentType?: string | null };

/** What browsers call things that are no table. Excel's own name for CSV on Windows is not among them. */
const FOREIGN_TYPES =
  /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-7z|vnd\.openxmlformats|vnd\.oasis)/i;

/**
 * Receives a file into the staging area and looks at all of it: what it is, its columns and their types, its first rows.
 * Memory stays flat; no transaction may be open while the bytes come in. Refuses with `payload_too_large` over 256 MiB,
 * `unsupported_media_type` and `invalid_input` for what is no table; then no file is left.
 */
export async function stageFile(importer: Importer, incoming: IncomingFile): Promise<Upload> {
  const { stream, fileName, contentType } = incoming;
  const id = newId("upl");
  const file = importer.pathOf(id);
  try {
    if (contentType && FOREIGN_TYPES.test(contentType))
      throw new Refusal(
        "unsupported_media_type",
        `A file of type ${contentType.slice(0, 100)} holds no rows that can be read. Export the table as CSV and upload that.`,
      );
    const { bytes, sha256 } = await receive(stream, file);
    return { id, file_name: plainName(fileName), bytes, sha256, ...(await importer.inspect(id)) };
  } catch (error) {
    stream.destroy();
    await rm(file, { force: true });
    if (error instanceof FileProblem) throw invalidField("file", "not_a_table", error.message);
    throw error;
  }
}
/** Streams into the file with its checksum on the way, and stops at the first byte too many. */
async function receive(stream: Readable, file: string): Promise<{ bytes: number; sha256: string }> {
  const meter = { bytes: 0, hash: createHash("sha256") };
  try {
    await pipeline(stream, counting(meter), createWriteStream(file, { flags: "wx", mode: 0o600, flush: true }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT")
      throw new Refusal("unavailable", "There is no room on the disk for the file.", { retry_after: 60, cause: error });
    if (code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET")
      throw new Refusal("invalid_request", "The upload was broken off.", { cause: error });
    throw error;
  }
  return { bytes: meter.bytes, sha256: meter.hash.digest("hex") };
}

function counting(meter: { bytes: number; hash: Hash }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      meter.bytes += chunk.length;
      if (meter.bytes > MAX_UPLOAD_BYTES)
        return done(new Refusal("payload_too_large", "The file is larger than 256 MiB. Split it."));
      meter.hash.update(chunk);
      done(null, chunk);
    },
  });
}

/** The last part of whatever path the client sent, without control characters. */
function plainName(fileName: string): string {
  const name = path.posix.basename(fileName.replaceAll("\\", "/"));
  return (
    name
      .toWellFormed()
      .replace(/\p{Cc}/gu, "")
      .trim()
      .slice(0, 200)
      .toWellFormed() || "upload"
  );
}
