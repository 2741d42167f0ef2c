import { Readable } from "node:stream";
import type { StoredFile } from "#contract/file.ts";
import type { Principal } from "#core/principal.ts";
import type { RequestInfo } from "#core/verb.ts";
import { createFile } from "#domain/files/create-file.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import type { World } from "./world.ts";

type Options = {
  fileName?: string;
  contentType?: string | null;
  projectId?: string;
  request?: Partial<RequestInfo>;
};

/** Uploads a file as the transports do: the bytes first, then the file. */
export async function uploadFile(
  world: World,
  principal: Principal,
  content: string | Buffer | Readable,
  { fileName = "data.txt", contentType = null, projectId, request }: Options = {},
): Promise<StoredFile> {
  const stream = content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
  const call = world.call(principal, request);
  const received = await receiveFile(call, { stream, fileName, contentType });
  return createFile(call, { ...received, ...(projectId && { project_id: projectId }) });
}
