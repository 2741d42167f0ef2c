import type { IncomingMessage } from "node:http";
import { Refusal } from "#core/refusal.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;

/** The JSON body of a request; an empty object where there is none. At most 1 MiB and 32 levels deep. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const { headers } = request;
  const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
  if (!hasBody) return {};
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json" && type !== "application/merge-patch+json")
    throw new Refusal("unsupported_media_type", "Send the body as application/json.");
  if (headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity")
    throw new Refusal("unsupported_media_type", "Send the body without Content-Encoding.");
  return parseJson(await readAll(request));
}

/** The fields of a form, as OAuth clients send them: `application/x-www-form-urlencoded`, each name once. */
export async function readForm(request: IncomingMessage): Promise<Record<string, unknown>> {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded")
    throw new Refusal("unsupported_media_type", "Send the body as application/x-www-form-urlencoded.");
  const fields = new URLSearchParams(await readText(request));
  if (new Set(fields.keys()).size !== fields.size)
    throw new Refusal("invalid_request", "Each parameter may stand in the body once.");
  return Object.fromEntries(fields);
}

/** The body of a request as it came, of at most 1 MiB, where its bytes themselves matter. */
export async function readText(request: IncomingMessage): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readAll(request));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("invalid_request", "The body is not UTF-8.");
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BYTES) throw new Refusal("payload_too_large");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Refusal("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Parses an object. Refuses bytes that are not UTF-8, too many levels, and `__proto__` as a name. */
function parseJson(bytes: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    requireShallow(text);
    value = JSON.parse(text, (key, entry) => {
      if (key === "__proto__") throw new Refusal("invalid_request", "A body may not name __proto__.");
      return entry;
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("invalid_request", "The body is not valid JSON in UTF-8.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal("invalid_request", "The body must be a JSON object.");
  return value as Record<string, unknown>;
}

/** Counts levels before parsing, so that a deeply nested body costs no stack. */
function requireShallow(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > MAX_DEPTH)
        throw new Refusal("invalid_request", `The body is nested more than ${MAX_DEPTH} levels deep.`);
    } else if (char === 125 || char === 93) depth -= 1;
  }
}
