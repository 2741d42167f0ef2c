import { Readable } from "node:stream";
import { problemResponse } from "#app/(console)/parts/problem-response.ts";
import { portalSession } from "#app/session/portal-session.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { overLimit } from "#core/limits/over-limit.ts";
import { takePortal } from "#core/limits/take-portal.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import { readContent } from "#domain/files/read-content.ts";
import { selectContent } from "#rest/content-conditions.ts";
import { contentHeaders, contentTag } from "#rest/content-headers.ts";

/** The content of a file for whoever is signed in, and under the same rules: what `/api/v1/files/{id}/content` is for keys. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const session = await portalSession();
    if (!session) throw new Refusal("unauthorized", "Sign in to go on.");
    const info = requestInfo(request.headers);
    const quota = await takePortal(runtime(), session.principal, info.ip);
    if (!quota.allowed) throw overLimit(quota, runtime().clock.nowMs());
    const call = { runtime: runtime(), principal: session.principal, request: info };
    const content = await readContent(call, { id: (await params).id });
    const asked = Object.fromEntries(request.headers);
    const selected = selectContent(request.method, asked, { ...content, etag: contentTag(content) });
    if (selected.status === 412) throw new Refusal("precondition_failed");
    if (selected.status === 416) throw new Refusal("range_not_satisfiable", undefined, { size: content.bytes });
    const bodyless = request.method === "HEAD" || selected.status === 304;
    const stream = bodyless ? null : await content.open(selected.status === 206 ? selected.range : undefined);
    return new Response(stream && (Readable.toWeb(stream) as ReadableStream), {
      status: selected.status,
      headers: contentHeaders(content, selected),
    });
  } catch (error) {
    return problemResponse(error, request);
  }
}
