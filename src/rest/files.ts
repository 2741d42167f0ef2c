import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { UploadFields } from "#contract/file.ts";
import { parseInput } from "#core/parse-input.ts";
import { releaseObject } from "#core/storage/receive-object.ts";
import type { Call } from "#core/verb.ts";
import { createFile } from "#domain/files/create-file.ts";
import { deleteFile } from "#domain/files/delete-file.ts";
import { getFile } from "#domain/files/get-file.ts";
import { listFiles } from "#domain/files/list-files.ts";
import { readContent } from "#domain/files/read-content.ts";
import { readRoom } from "#domain/files/read-room.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import { updateFile } from "#domain/files/update-file.ts";
import { digestFields } from "./digest-fields.ts";
import { readForm } from "./multipart.ts";
import { operation } from "./operation.ts";

const tag = "Files";

const UploadForm = UploadFields.extend({
  file: z.string().meta({ format: "binary" }).describe("Anything, at most 256 MiB"),
});

/** The bytes go to the store while they come in; what is refused now leaves nothing there. */
async function readUpload(request: IncomingMessage, call: Call): Promise<Record<string, unknown>> {
  const digests = digestFields(request);
  let key: string | null = null;
  try {
    const { fields, file } = await readForm(request, async (incoming) => {
      const received = await receiveFile(call, incoming, { sha512: digests.sha512 });
      key = received.content.key;
      return received;
    });
    const { name, content } = file;
    digests.verify({ sha256: Buffer.from(content.sha256, "hex"), sha512: content.sha512 });
    return { name, ...parseInput(UploadFields, fields), content };
  } catch (error) {
    if (key !== null) await releaseObject(call.runtime.db, key);
    throw error;
  }
}

export const fileOperations = [
  operation({ id: "listFiles", method: "GET", path: "/files", tag, summary: "List files", verb: listFiles }),
  operation({
    id: "createFile",
    method: "POST",
    path: "/files",
    tag,
    summary: "Upload a file",
    description:
      "Content-Digest or Repr-Digest with sha-256 or sha-512 (RFC 9530), of the file or of the whole body: what arrives otherwise is refused.",
    status: 201,
    verb: createFile,
    multipart: UploadForm,
    readBody: readUpload,
    etag: true,
  }),
  operation({
    id: "getFile",
    method: "GET",
    path: "/files/{id}",
    tag,
    summary: "Get a file",
    verb: getFile,
    etag: true,
  }),
  operation({
    id: "updateFile",
    method: "PATCH",
    path: "/files/{id}",
    tag,
    summary: "Rename, describe or move a file",
    verb: updateFile,
    etag: true,
  }),
  operation({
    id: "deleteFile",
    method: "DELETE",
    path: "/files/{id}",
    tag,
    summary: "Delete a file",
    verb: deleteFile,
  }),
  operation({
    id: "readFileContent",
    method: "GET",
    path: "/files/{id}/content",
    tag,
    summary: "Download a file, or a part of it",
    description:
      "Range for one range of bytes (206), If-None-Match and If-Range with the ETag, which is the SHA-256 of the content. What a browser could run comes as an attachment.",
    verb: readContent,
    content: true,
  }),
  operation({
    id: "getFileRoom",
    method: "GET",
    path: "/file-storage",
    tag,
    summary: "How much room files take, and may take",
    verb: readRoom,
  }),
];
