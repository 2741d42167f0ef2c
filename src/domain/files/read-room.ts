import { FileRoom } from "#contract/file.ts";
import { Nothing } from "#contract/list.ts";
import { roomOf } from "#core/storage/room.ts";
import { query } from "#core/verb.ts";

/** How much room the files of the organization take, and how much they may. */
export const readRoom = query(
  { name: "files.room", scope: "data:read", input: Nothing, output: FileRoom },
  ({ db, principal, runtime }) => roomOf(db, principal.orgId, runtime.config),
);
