import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { portalSession } from "#app/session/portal-session.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { overLimit } from "#core/limits/over-limit.ts";
import { takePortal } from "#core/limits/take-portal.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import type { Call } from "#core/verb.ts";

type Incoming = { call: Call; stream: Readable; fileName: string; contentType: string | null };

/**
 * A file of the console as a raw body, named by `X-File-Name` (percent-encoded), and who sends it. A foreign page cannot
 * send that header, nor this origin, with somebody's cookie. What says that it is too long is refused before a byte of it
 * is read; what lies about it is cut off by whoever takes the stream.
 */
export async function incomingFile({ headers, body }: Request): Promise<Incoming> {
  if (headers.get("origin") !== runtime().config.publicUrl)
    throw new Refusal("forbidden", "Upload from the portal's own origin.");
  const session = await portalSession();
  if (!session) throw new Refusal("unauthorized", "Sign in to go on.");
  const request = requestInfo(headers);
  const quota = await takePortal(runtime(), session.principal, request.ip);
  if (!quota.allowed) throw overLimit(quota, runtime().clock.nowMs());
  if (Number(headers.get("content-length")) > MAX_UPLOAD_BYTES) throw new Refusal("payload_too_large");
  return {
    call: { runtime: runtime(), principal: session.principal, request },
    stream: body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]),
    fileName: percentDecoded(headers.get("x-file-name")),
    contentType: headers.get("content-type"),
  };
}

function percentDecoded(given: string | null): string {
  if (!given) throw new Refusal("invalid_request", "Send the file's name as X-File-Name, percent-encoded.");
  try {
    return decodeURIComponent(given);
  } catch {
    throw new Refusal("invalid_request", "X-File-Name is not percent-encoded UTF-8.");
  }
}
