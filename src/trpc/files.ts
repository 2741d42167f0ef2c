import { deleteFile } from "#domain/files/delete-file.ts";
import { getFile } from "#domain/files/get-file.ts";
import { listFiles } from "#domain/files/list-files.ts";
import { readRoom } from "#domain/files/read-room.ts";
import { updateFile } from "#domain/files/update-file.ts";
import { asMutation, asQuery, router } from "./init.ts";

/** The content itself goes in and out by routes of its own: `/api/files` and `/files/[id]/content`. */
export const filesRouter = router({
  list: asQuery(listFiles),
  get: asQuery(getFile),
  update: asMutation(updateFile),
  delete: asMutation(deleteFile),
  room: asQuery(readRoom),
});
