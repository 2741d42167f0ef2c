import { problemResponse } from "#app/(console)/parts/problem-response.ts";
import { UploadFields } from "#contract/file.ts";
import { parseInput } from "#core/parse-input.ts";
import { createFile } from "#domain/files/create-file.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import { incomingFile } from "../incoming-file.ts";

/** Takes a file to be kept, into the project of `X-Project-Id`, and answers with it: `POST /api/v1/files` for people. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { call, ...file } = await incomingFile(request);
    const project = request.headers.get("x-project-id");
    const fields = parseInput(UploadFields, project === null ? {} : { project_id: project });
    const made = await createFile(call, { ...fields, ...(await receiveFile(call, file)) });
    return Response.json(made, { status: 201, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error, request);
  }
}
