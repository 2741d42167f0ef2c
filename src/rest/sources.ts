import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { AppendedRows, type Source, SourceName } from "#contract/source.ts";
import { invalidField } from "#core/refusal.ts";
import type { Call } from "#core/verb.ts";
import { appendRows } from "#domain/sources/append-rows.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { exportRows } from "#domain/sources/export-rows.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { querySource } from "#domain/sources/query-source.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { replaceContent } from "#domain/sources/replace-content.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { updateSource } from "#domain/sources/update-source.ts";
import { waitForImport } from "#domain/sources/wait-for-import.ts";
import { readJson } from "./body.ts";
import { readForm } from "./multipart.ts";
import { operation } from "./operation.ts";

const tag = "Sources";
/** How long `POST /sources` waits for the rows before it answers 202, in ms. */
const IMPORT_WAIT_MS = 20_000;

const columnsField = z
  .string()
  .optional()
  .describe("JSON: what you decide about columns, instead of what was inferred");
const fileField = z.string().meta({ format: "binary" }).describe("CSV, JSON or NDJSON, at most 256 MiB");
const ReplaceForm = z.object({
  file: fileField,
  columns: columnsField,
  accept_schema_change: z.enum(["true", "false"]).default("false").describe("Takes over other columns and types"),
});
const AppendForm = z.object({ file: fileField, columns: columnsField });
const UploadForm = z.object({
  file: fileField,
  name: SourceName.optional().describe("Default: the file's name"),
  description: z.string().max(500).optional(),
  project_id: z.string().optional(),
  columns: columnsField,
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

/** A file for a source that is there. Its form may say what to do with columns, and that other ones are accepted. */
async function readContent(
  request: IncomingMessage,
  call: Call,
  { id = "" }: Record<string, string>,
): Promise<Record<string, unknown>> {
  // Nobody sends 256 MiB to hear then that there is no such source.
  await getSource(call, { id });
  const { fields, file } = await readForm(request, (incoming) => stageUpload(call, incoming));
  const { columns, accept_schema_change, ...rest } = fields;
  return {
    ...rest,
    ...(columns !== undefined && { columns: parseColumns(columns) }),
    ...(accept_schema_change !== undefined && { accept_schema_change: parseFlag(accept_schema_change) }),
    upload_id: file.id,
  };
}

/** Rows as JSON, or as a file. A file's id is never the client's to name. */
async function readRowsBody(
  request: IncomingMessage,
  call: Call,
  path: Record<string, string>,
): Promise<Record<string, unknown>> {
  if (request.headers["content-type"]?.toLowerCase().startsWith("multipart/form-data"))
    return readContent(request, call, path);
  const body = await readJson(request);
  for (const name of ["upload_id", "columns"])
    if (name in body) throw invalidField(name, "unknown_field", "There is no such field here.");
  return body;
}

function parseFlag(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw invalidField("accept_schema_change", "invalid_value", "accept_schema_change is true or false.");
}

/** Waits a while for the rows of a file, and gives the source as it is then. */
async function waitForLoad(call: Call, source: Source): Promise<Source> {
  if (source.load?.status !== "pending") return source;
  await waitForImport(call.runtime, source.load.id, IMPORT_WAIT_MS);
  return getSource(call, { id: source.id });
}
const statusOfLoad = ({ load }: Source): number => (load?.status === "pending" ? 202 : 200);

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
    validated: true,
  }),
  operation({
    id: "updateSource",
    method: "PATCH",
    path: "/sources/{id}",
    tag,
    summary: "Rename, describe or move a source",
    verb: updateSource,
    etag: true,
  }),
  operation({
    id: "replaceSourceContent",
    method: "PUT",
    path: "/sources/{id}/content",
    tag,
    summary: "Replace the rows of a source by those of a file",
    description:
      "The old rows are read until all new ones are there, and stay if anything fails. Other columns or types are refused with schema_changed unless accept_schema_change is true. 200 when the rows are there, 202 with load.status pending when it takes longer than 20 seconds.",
    verb: replaceContent,
    multipart: ReplaceForm,
    readBody: readContent,
    afterwards: waitForLoad,
    statusOf: statusOfLoad,
    etag: true,
  }),
  operation({
    id: "appendSourceRows",
    method: "POST",
    path: "/sources/{id}/rows",
    tag,
    summary: "Append rows, as JSON or as a file",
    description:
      "Up to 10,000 rows as JSON are all there at once, or none is. Rows of a file that do not fit are left out and listed, as in an import. Columns never change; one that a row lacks stays empty.",
    verb: appendRows,
    json: z.object({ rows: AppendedRows }),
    multipart: AppendForm,
    readBody: readRowsBody,
    afterwards: waitForLoad,
    statusOf: statusOfLoad,
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
    validated: true,
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
    validated: true,
  }),
  operation({
    id: "exportSource",
    method: "GET",
    path: "/sources/{id}/export",
    tag,
    summary: "Export rows as CSV, NDJSON, JSON, Parquet or Arrow",
    verb: exportRows,
    validated: true,
    stream: true,
  }),
];
