import { problemResponse } from "#app/(console)/parts/problem-response.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { incomingFile } from "../incoming-file.ts";

/** Takes a file that is to become a source, and answers what is in it. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { call, ...file } = await incomingFile(request);
    return Response.json(await stageUpload(call, file), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error, request);
  }
}
