import { FileId, StoredFile } from "#contract/file.ts";
import { query } from "#core/verb.ts";
import { findFile, toFile } from "./file-view.ts";

/** What is known of a file; its content is read with `readFile`. */
export const getFile = query(
  { name: "files.get", scope: "data:read", input: FileId, output: StoredFile },
  async ({ db, principal }, { id }) => toFile(await findFile(db, principal, id)),
);
