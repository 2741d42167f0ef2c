import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { problemResponse } from "#app/(console)/parts/problem-response.ts";
import { portalSession } from "#app/session/portal-session.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { overLimit } from "#core/limits/over-limit.ts";
import { takePortal } from "#core/limits/take-portal.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";

/**
 * Takes a file of the console as a raw body, named by `X-File-Name` (percent-encoded), and answers what is in it. A
 * foreign page cannot send that header, nor this origin, with somebody's cookie.
 */
export async function POST(request: Request): Promise<Response> {
  const { headers, body } = request;
  try {
    if (headers.get("origin") !== runtime().config.publicUrl)
      throw new Refusal("forbidden", "Upload from the portal's own origin.");
    const session = await portalSession();
    if (!session) throw new Refusal("unauthorized", "Sign in to go on.");
    const quota = await takePortal(runtime(), session.principal, requestInfo(headers).ip);
    if (!quota.allowed) throw overLimit(quota, runtime().clock.nowMs());
    if (!body) throw new Refusal("invalid_request", "The body is the file; there is none.");
    // What says that it is too long is refused before a byte of it is read; what lies about it is cut off.
    if (Number(headers.get("content-length")) > MAX_UPLOAD_BYTES) throw new Refusal("payload_too_large");
    const upload = await stageUpload(
      { runtime: runtime(), principal: session.principal, request: requestInfo(headers) },
      {
        stream: Readable.fromWeb(body as ReadableStream),
        fileName: fileName(headers.get("x-file-name")),
        contentType: headers.get("content-type"),
      },
    );
    return Response.json(upload, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error, request);
  }
}

function fileName(given: string | null): string {
  if (!given) throw new Refusal("invalid_request", "Send the file's name as X-File-Name, percent-encoded.");
  try {
    return decodeURIComponent(given);
  } catch {
    throw new Refusal("invalid_request", "X-File-Name is not percent-encoded UTF-8.");
  }
}
