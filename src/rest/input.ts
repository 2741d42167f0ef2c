import { invalidField, Refusal } from "#core/refusal.ts";
import type { Call, RequestInfo } from "#core/verb.ts";
import { readJson } from "./body.ts";
import type { Exchange } from "./exchange.ts";
import type { GuestOperation, VerbOperation } from "./operation.ts";
import { presentedSecret } from "./presented-secret.ts";

const PRINTABLE = /^[\x21-\x7e]{1,255}$/;

/** What a verb is told of the request. Refuses an Idempotency-Key that could not be kept. */
export function requestInfo(exchange: Exchange): RequestInfo {
  const {
    request: { headers, method },
    requestId,
    ip,
    userAgent,
    quota,
    operation,
  } = exchange;
  const info: RequestInfo = { id: requestId, ip, userAgent: userAgent === "" ? null : userAgent.slice(0, 400) };
  if (quota) info.quota = quota;
  if (headers["if-match"] !== undefined) info.ifMatch = headers["if-match"];
  const key = headers["idempotency-key"];
  // A read by POST is answered anew each time, whatever key it carries.
  const writes = operation?.kind !== "public" && operation?.verb.kind !== "query";
  if (method === "POST" && writes && key !== undefined) {
    if (typeof key !== "string" || !PRINTABLE.test(key))
      throw new Refusal("invalid_request", "Idempotency-Key must be 1 to 255 printable characters.");
    info.idempotencyKey = key;
  }
  if (operation?.kind === "verb" && operation.validated)
    info.validator = { ifNoneMatch: headers["if-none-match"] ?? null, etag: null };
  return info;
}

/** The input of a GET: path and query together. */
export const queryInput = ({ params, search }: Exchange): Record<string, unknown> =>
  search === "" ? params : { ...queryFields(search), ...params };

/** The input of every other method, path and body: a field comes from one place only, and a body cannot override the path. */
export async function bodyInput(
  exchange: Exchange,
  operation: VerbOperation,
  call: Call,
): Promise<Record<string, unknown>> {
  const { request, params, search } = exchange;
  const [strange] = search === "" ? [] : Object.keys(queryFields(search));
  if (strange !== undefined) throw notInQuery(strange);
  const body = operation.readBody ? await operation.readBody(request, call, params) : await readJson(request);
  for (const name of Object.keys(params))
    if (name in body) throw invalidField(name, "unknown_field", "This field stands in the path already.");
  return { ...body, ...params };
}

/** The body of a guest's request, and what stands in its headers instead of one field. */
export async function guestInput(
  exchange: Exchange,
  { credentialField, readBody = readJson }: GuestOperation,
): Promise<Record<string, unknown>> {
  const { request, params, search } = exchange;
  const [strange] = search === "" ? [] : Object.keys(queryFields(search));
  if (strange !== undefined) throw notInQuery(strange);
  const body = await readBody(request);
  if (credentialField === undefined || credentialField in body) return { ...body, ...params };
  const presented = presentedSecret(request, "");
  return { ...body, ...params, ...(presented !== null && { [credentialField]: presented }) };
}

const notInQuery = (name: string) =>
  invalidField(name, "unknown_field", "Send this field in the body, not in the query.");

function queryFields(search: string): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "share_token") continue;
    const before = fields[name];
    fields[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return { ...fields };
}
