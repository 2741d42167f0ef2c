import { Readable } from "node:stream";
import { problemResponse } from "#app/(console)/parts/problem-response.ts";
import { portalSession } from "#app/session/portal-session.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { ExportRowsInput } from "#contract/source.ts";
import { parseInput } from "#core/parse-input.ts";
import { Refusal } from "#core/refusal.ts";
import { runtime } from "#core/runtime.ts";
import { exportRows } from "#domain/sources/export-rows.ts";

/** The rows of a view as a download, for whoever is signed in: what `/api/v1/sources/{id}/export` is for keys. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const session = await portalSession();
    if (!session) throw new Refusal("unauthorized", "Sign in to go on.");
    const query = new URL(request.url).searchParams;
    const input = parseInput(ExportRowsInput, {
      ...Object.fromEntries(query),
      ...(query.has("filter") && { filter: query.getAll("filter") }),
      id: (await params).id,
    });
    const call = { runtime: runtime(), principal: session.principal, request: requestInfo(request.headers) };
    const { contentType, fileName, stream } = await exportRows(call, input);
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        "content-type": contentType,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemResponse(error, request);
  }
}
