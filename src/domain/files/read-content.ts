import type { Readable } from "node:stream";
import * as z from "zod";
import { FileId } from "#contract/file.ts";
import { Refusal } from "#core/refusal.ts";
import { type ByteRange, ObjectMissing, objectKey } from "#core/storage/object-store.ts";
import { query } from "#core/verb.ts";
import { findFile } from "./file-view.ts";

/** The content of a file, not yet opened: what a transport has to say about it comes before its first byte. */
export type FileContent = {
  name: string;
  contentType: string;
  bytes: number;
  sha256: string;
  /** When the content came to be; it never changes. */
  modifiedAt: Date;
  /** The bytes, or some of them, as fast as they are taken. */
  open(range?: ByteRange): Promise<Readable>;
};

/** The content of a file, to be sent whole or in part. No transaction is open while it is sent. */
export const readContent = query(
  { name: "files.read_content", scope: "data:read", input: FileId, output: z.custom<FileContent>() },
  async ({ db, principal, runtime }, { id }) => {
    const { file } = await findFile(db, principal, id);
    const key = objectKey(file.orgId, file.id);
    return {
      name: file.name,
      contentType: file.contentType,
      bytes: file.bytes,
      sha256: file.sha256,
      modifiedAt: file.createdAt,
      open: async (range) =>
        runtime.store.open(key, range).catch((error: unknown) => {
          // Deleted between the look at the row and now, or the store lost it: either way it cannot be had.
          if (error instanceof ObjectMissing)
            throw new Refusal("not_found", "There is no such file.", { cause: error });
          throw new Refusal("unavailable", "The store of files cannot be reached right now.", {
            retry_after: 5,
            cause: error,
          });
        }),
    };
  },
);
