import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { SourceName } from "#contract/source.ts";
import { invalidField } from "#core/refusal.ts";
import type { Call } from "#core/verb.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { exportRows } from "#domain/sources/export-rows.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { querySource } from "#domain/sources/query-source.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { waitForImport } from "#domain/sources/wait-for-import.ts";
import { readForm } from "./multipart.ts";
import { operation } from "./operation.ts";

const tag = "Sources";
/** How long `POST /sources` waits for the rows before it answers 202, in ms. */
const IMPORT_WAIT_MS = 20_000;

const UploadForm = z.object({
  file: z.string().meta({ format: "binary" }).describe("CSV, JSON or NDJSON, at most 256 MiB"),
  name: SourceName.optional().describe("Default: the file's name"),
  description: z.string().max(500).optional(),
  project_id: z.string().optional(),
  columns: z.string().optional().describe("JSON: what you decide about columns, instead of what was inferred"),
});

/** The file goes to the staging area while it comes in; the form's fields and its id are the verb's input. */
async function readUpload(request: IncomingMessage, call: Call): Promise<Record<string, unknown>> {
  const { fields, file } = await readForm(request, (incoming) => stageUpload(call, incoming));
  const { columns, ...rest } = fields;
  return {
    name: file.file_name.replace(/\.[a-z]{2,6}$/i, "").slice(0, 80) || "Upload",
    ...rest,
    ...(columns !== undefined && { columns: parseColumns(columns) }),
    upload_id: file.id,
  };
}

function parseColumns(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField("columns", "invalid_json", "columns must be a JSON array.");
  }
}

export const sourceOperations = [
  operation({ id: "listSources", method: "GET", path: "/sources", tag, summary: "List sources", verb: listSources }),
  operation({
    id: "createSource",
    method: "POST",
    path: "/sources",
    tag,
    summary: "Upload a file as a source",
    description: "201 when all rows are there, 202 with status importing when it takes longer than 20 seconds.",
    status: 201,
    verb: createSource,
    multipart: UploadForm,
    readBody: readUpload,
    afterwards: async (call, source) => {
      await waitForImport(call.runtime, source.id, IMPORT_WAIT_MS);
      return getSource(call, { id: source.id });
    },
    statusOf: (source) => (source.status === "importing" ? 202 : 201),
    etag: true,
  }),
  operation({
    id: "getSource",
    method: "GET",
    path: "/sources/{id}",
    tag,
    summary: "Get a source",
    verb: getSource,
    etag: true,
  }),
  operation({
    id: "deleteSource",
    method: "DELETE",
    path: "/sources/{id}",
    tag,
    summary: "Delete a source and its rows",
    verb: deleteSource,
  }),
  operation({
    id: "readSourceData",
    method: "GET",
    path: "/sources/{id}/data",
    tag,
    summary: "Read rows, page by page",
    description: "By page number, or with cursor for deep reading. Fields, sort and filters apply to both.",
    verb: readRows,
  }),
  operation({
    id: "querySource",
    method: "POST",
    path: "/sources/{id}/query",
    tag,
    summary: "Filter, group and aggregate rows",
    description:
      "A read: it changes nothing, and every credential that may read the source may send it. Without group_by and aggregate it gives rows.",
    verb: querySource,
  }),
  operation({
    id: "exportSource",
    method: "GET",
    path: "/sources/{id}/export",
    tag,
    summary: "Export rows as CSV, NDJSON or JSON",
    verb: exportRows,
    stream: true,
  }),
];
