import path from "node:path";
import { FileName, HIDDEN_CHARACTERS } from "#contract/file.ts";
import { requireScope } from "#core/authorize.ts";
import { type IncomingObject, type ReceivedObject, receiveObject } from "#core/storage/receive-object.ts";
import type { Call } from "#core/verb.ts";
import { createFile } from "./create-file.ts";

/**
 * The first step of an upload: the bytes, with their size, checksum and type. `name` is what the client called it,
 * without the path. `createFile` makes a file of it; what it does not take is removed.
 */
export async function receiveFile(
  call: Call,
  incoming: IncomingObject,
  options?: { sha512?: boolean },
): Promise<{ content: ReceivedObject; name: string }> {
  requireScope(call.principal, createFile.scope ?? "data:write");
  return { content: await receiveObject(call, incoming, options), name: plainName(incoming.fileName) };
}

/** The last part of whatever path the client sent, without what no name holds. */
function plainName(fileName: string): string {
  const last = path.posix.basename(fileName.toWellFormed().replaceAll("\\", "/"));
  const name = last.replace(new RegExp(HIDDEN_CHARACTERS, "gu"), "").trim();
  const parsed = FileName.safeParse(Array.from(name).slice(0, 150).join("").slice(0, 200).trim());
  return parsed.success ? parsed.data.toWellFormed() : "upload";
}
