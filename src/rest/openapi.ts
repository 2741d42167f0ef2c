import { hash } from "node:crypto";
import * as z from "zod";
import { Problem, type ProblemCode, problems } from "#contract/problem.ts";
import type { GuestOperation, Operation, VerbOperation } from "./operation.ts";

type Json = Record<string, unknown>;
type InputSchema = { properties?: Record<string, Json>; required?: string[] };

/** Schemas that contain themselves, and so need a name. */
const named: Record<string, Json> = {};

/** Zod to JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  const text = JSON.stringify(rest);
  if (!text.includes("$defs")) return rest as Json;
  // Those without a name of their own are counted anew in each schema, so they are told apart by what is in them.
  const mark = hash("sha256", JSON.stringify(rest.$defs)).slice(0, 8);
  const nameOf = (name: string) => name.replace(/^__schema/, `Recursive_${mark}_`);
  const renamed = text.replace(/"#\/\$defs\/([^"]+)"/g, (_, name) => `"#/components/schemas/${nameOf(name)}"`);
  const { $defs = {}, ...placed } = JSON.parse(renamed) as Json & { $defs?: Record<string, Json> };
  for (const [name, schema] of Object.entries($defs)) named[nameOf(name)] = schema;
  return placed;
};

const answersAlways: ProblemCode[] = ["unauthorized", "rate_limit_exceeded", "internal", "unavailable"];

let made: { publicUrl: string; document: Json } | null = null;

/** The OpenAPI 3.1 document of everything that is served, made from the same declarations. */
export function openApiDocument(publicUrl: string, operations: readonly Operation[]): Json {
  if (made?.publicUrl === publicUrl) return made.document;
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = describeOperation(operation);
    paths[operation.path] = path;
  }
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse API",
      version: "1",
      description: "Every request carries a credential and is metered; every error is a problem (RFC 9457).",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output"), ...named },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "Any credential: Authorization: Bearer gk_live_…" },
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
        shareToken: { type: "apiKey", in: "header", name: "X-Share-Token", description: "Of a share link: gk_share_…" },
      },
      headers: Object.fromEntries(
        Object.entries({
          "X-Request-Id": "Names this request in the log",
          "X-RateLimit-Limit": "Requests in the window",
          "X-RateLimit-Remaining": "Requests left in the window",
          "X-RateLimit-Reset": "End of the window, epoch seconds",
        }).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
      ),
    },
  };
  made = { publicUrl, document };
  return document;
}

function describeOperation(operation: Operation): Json {
  const { id, tag, summary, description } = operation;
  const common = { operationId: id, tags: [tag], summary, ...(description && { description }) };
  if (operation.kind === "public")
    return { ...common, security: [], responses: { 200: success(operation.output, "application/json") } };
  if (operation.kind === "guest") return { ...common, security: [], ...guestParts(operation) };
  const { verb } = operation;
  const input = schemaOf(verb.input, "input") as InputSchema;
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name));
  const isRequired = (name: string) => input.required?.includes(name) ?? false;
  const asParameter = (name: string, where: string, schema: Json) => {
    const { description: about, ...plain } = schema as { description?: string };
    return {
      name,
      in: where,
      required: where === "path" || isRequired(name),
      ...(about && { description: about }),
      schema: plain,
    };
  };
  const parameters = [
    ...inPath.map((name) => asParameter(name, "path", input.properties?.[name] ?? { type: "string" })),
    ...(operation.method === "GET" ? rest.map(([name, schema]) => asParameter(name, "query", schema)) : []),
  ];
  return {
    ...common,
    ...(verb.shared && { security: [{ bearer: [] }, { apiKey: [] }, { shareToken: [] }] }),
    ...(verb.scope && {
      "x-scope": verb.scope,
      description: [description, `Needs the scope ${verb.scope}.`].filter(Boolean).join(" "),
    }),
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(operation, rest, isRequired),
    responses: responses(operation),
  };
}

function guestParts({ verb, status = 200, credentialField, body }: GuestOperation): Json {
  const { properties = {}, required = [] } = schemaOf(verb.input, "input") as InputSchema;
  const fields = Object.entries(properties).filter(([name]) => name !== credentialField);
  const codes: ProblemCode[] = ["invalid_request", "unauthorized", "invalid_input", ...answersAlways];
  return {
    ...(body
      ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } } }
      : jsonBody(fields, (name) => required.includes(name))),
    responses: { [status]: success(verb.output, "application/json"), ...problemResponses(new Set(codes)) },
  };
}

function requestBody(operation: VerbOperation, fields: [string, Json][], isRequired: (name: string) => boolean): Json {
  if (operation.multipart)
    return {
      requestBody: {
        required: true,
        content: {
          ...(operation.json && { "application/json": { schema: schemaOf(operation.json, "input") } }),
          "multipart/form-data": { schema: schemaOf(operation.multipart, "input") },
        },
      },
    };
  return operation.method === "GET" ? {} : jsonBody(fields, isRequired);
}

function jsonBody(fields: [string, Json][], isRequired: (name: string) => boolean): Json {
  if (fields.length === 0) return {};
  const required = fields.map(([name]) => name).filter(isRequired);
  const schema = {
    type: "object",
    properties: Object.fromEntries(fields),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  return { requestBody: { required: required.length > 0, content: { "application/json": { schema } } } };
}

const STREAMED_TYPES = [
  "text/csv",
  "application/x-ndjson",
  "application/json",
  "application/vnd.apache.parquet",
  "application/vnd.apache.arrow.stream",
];

function responses(operation: VerbOperation): Json {
  const codes = new Set<ProblemCode>(answersAlways);
  codes.add("invalid_input");
  if (operation.verb.scope) codes.add("insufficient_scope");
  if (operation.path.includes("{")) codes.add("not_found");
  if (operation.method !== "GET") codes.add("invalid_request").add("conflict");
  if (operation.etag && operation.method !== "GET") codes.add("precondition_failed");
  if (operation.content) codes.add("precondition_failed").add("range_not_satisfiable");
  const good = operation.content
    ? { description: "The content, or with 206 the part of it", content: { "*/*": {} } }
    : operation.stream
      ? {
          description: "The rows, streamed",
          content: Object.fromEntries(STREAMED_TYPES.map((type) => [type, {}])),
        }
      : success(operation.verb.output, "application/json");
  const unchanged = { 304: { description: "If-None-Match names the answer: it has not changed" } };
  return { [operation.status ?? 200]: good, ...(operation.validated && unchanged), ...problemResponses(codes) };
}

function problemResponses(codes: ReadonlySet<ProblemCode>): Json {
  const byStatus = Object.groupBy(codes, (code) => String(problems[code].status));
  const refused = Object.entries(byStatus).map(([status, of = []]) => [
    status,
    {
      description: of.map((code) => `${code}: ${problems[code].title}`).join(". "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return Object.fromEntries(refused);
}

const success = (schema: z.ZodType, contentType: string): Json => ({
  description: "Success",
  headers: Object.fromEntries(
    ["X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"].map((name) => [
      name,
      { $ref: `#/components/headers/${name}` },
    ]),
  ),
  content: { [contentType]: { schema: schemaOf(schema, "output") } },
});
