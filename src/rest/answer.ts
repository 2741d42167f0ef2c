import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pagePathOf } from "#contract/credential-page.ts";
import { problems } from "#contract/problem.ts";
import type { CredentialRecord } from "#core/credentials/credential-record.ts";
import { addQuotaHeaders } from "#core/limits/quota-headers.ts";
import { challenge, toProblem, toRefusal } from "#core/problem.ts";
import type { Refusal } from "#core/refusal.ts";
import { contentDisposition } from "./content-disposition.ts";
import { corsHeaders } from "./cors.ts";
import { cutSecrets } from "./cut-secrets.ts";
import { type Exchange, loggedPath } from "./exchange.ts";
import type { StreamedAnswer } from "./operation.ts";

const SOON_MS = 7 * 86_400_000;
/** How long a client may go on sending a body that nobody wants before its connection is cut, in ms. */
const LINGER_MS = 2000;

type Answer = {
  status: number;
  contentType: string;
  headers?: string[] | undefined;
  /** The tag of an answer that a client may keep, if it asks each time whether it is still good. */
  tag?: string | null | undefined;
};

function headersOf(exchange: Exchange, { contentType, headers, tag }: Answer): string[] {
  const list = ["Content-Type", contentType, "X-Content-Type-Options", "nosniff"];
  if (tag) addTag(list, tag);
  else list.push("Cache-Control", "no-store");
  addCommon(exchange, list);
  if (headers) list.push(...headers);
  return list;
}

/** Kept by the client alone, and under another credential it is another answer. */
function addTag(list: string[], tag: string): void {
  list.push("ETag", tag, "Cache-Control", "private, no-cache");
  list.push("Vary", "Authorization, X-API-Key, X-Share-Token, X-Share-Passcode");
}

/** Adds what stands above every answer to a flat list of headers, which is what `writeHead` takes fastest. */
export function addCommon(exchange: Exchange, list: string[]): void {
  const { quota, policy, requestId, record, timeMs } = exchange;
  list.push("X-Request-Id", requestId, "Vary", "Origin");
  if (quota) addQuotaHeaders(list, quota, policy, timeMs);
  if (record) addSunset(list, record, exchange);
  if (exchange.request.headers.origin !== undefined) list.push(...corsHeaders(exchange));
}

/** Tells callers with an old secret, or one that expires within 7 days (RFC 9745, RFC 8594). */
function addSunset(list: string[], record: CredentialRecord, { runtime, timeMs }: Exchange): void {
  // An access token lives an hour and is renewed: that it ends soon is no news.
  if (record.kind === "session") return;
  const endsMs = Math.min(record.secretExpiresAtMs, record.expiresAtMs);
  const isOld = record.secretExpiresAtMs !== Number.POSITIVE_INFINITY;
  if (!isOld && endsMs - timeMs > SOON_MS) return;
  const since = isOld && record.rotatedAtMs !== null ? record.rotatedAtMs : endsMs - SOON_MS;
  list.push(
    "Deprecation",
    `@${Math.floor(since / 1000)}`,
    "Sunset",
    new Date(endsMs).toUTCString(),
    "Link",
    `<${runtime.config.publicUrl}${pagePathOf(record.kind, record.credentialId)}>; rel="deprecation"; type="text/html"`,
  );
}

/** Puts the usage event into the spool, then calls `write`: an answer that left was metered. */
export function meter(exchange: Exchange, status: number, write: () => void, fail: (error: Error) => void): void {
  const { runtime, record, operation, request } = exchange;
  const principal = record?.principal;
  runtime.meter.record(
    {
      id: exchange.eventId,
      requestId: exchange.requestId,
      timeMs: exchange.timeMs,
      orgId: principal?.orgId ?? "",
      credentialId: principal?.via.id ?? "",
      credentialKind: record?.kind ?? "none",
      userId: principal?.user.id ?? "",
      role: principal?.role ?? "",
      livemode: principal?.livemode ?? true,
      method: request.method ?? "",
      path: loggedPath(exchange),
      operation: operation?.id ?? "",
      status,
      code: exchange.code,
      reason: exchange.reason,
      durationUs: Math.round((performance.now() - exchange.startedAt) * 1000),
      ip: exchange.ip,
      userAgent: exchange.userAgent,
      formerSecret: record !== null && record.secretExpiresAtMs !== Number.POSITIVE_INFINITY,
    },
    (error) => (error ? fail(error) : write()),
  );
}

export function answerJson(
  exchange: Exchange,
  status: number,
  value: unknown,
  { headers, tag }: Pick<Answer, "headers" | "tag"> = {},
): void {
  send(exchange, { status, contentType: "application/json; charset=utf-8", headers, tag }, JSON.stringify(value));
}

/** Says that the client has already what it asked for. Counted and metered like any other answer. */
export function answerNotModified(exchange: Exchange, tag: string): void {
  const { response } = exchange;
  meter(
    exchange,
    304,
    () => {
      if (response.destroyed) return;
      const headers: string[] = [];
      addTag(headers, tag);
      addCommon(exchange, headers);
      response.writeHead(304, headers);
      response.end();
    },
    (error) => answerProblem(exchange, Object.assign(error, { code: "ENOSPC" })),
  );
}

/** Answers with the problem of whatever was thrown. */
export function answerProblem(exchange: Exchange, error: unknown): void {
  const refusal = toRefusal(error);
  const { runtime, requestId } = exchange;
  // An outage is logged by whoever notices it, not once for each request that it costs.
  if (refusal.code === "internal")
    runtime.log.error({ err: refusal.more.cause ?? refusal, request_id: requestId }, refusal.message);
  exchange.code = refusal.code;
  exchange.reason = cutSecrets(refusal.message, runtime.config.secretPrefix);
  const status = problems[refusal.code].status;
  send(
    exchange,
    { status, contentType: "application/problem+json", headers: problemHeaders(exchange, refusal) },
    problemText(exchange, refusal),
  );
}

const problemText = ({ runtime, requestId }: Exchange, refusal: Refusal) =>
  JSON.stringify(toProblem(refusal, requestId, runtime.config.publicUrl));

function problemHeaders({ runtime, allow }: Exchange, refusal: Refusal): string[] {
  const { status } = problems[refusal.code];
  const headers: string[] = [];
  if (status === 401 || status === 403) headers.push("WWW-Authenticate", challenge(refusal, runtime.config.publicUrl));
  if (refusal.more.required_scopes) headers.push("X-Accepted-Scopes", refusal.more.required_scopes.join(" "));
  if (refusal.more.retry_after !== undefined) headers.push("Retry-After", `${refusal.more.retry_after}`);
  if (refusal.more.size !== undefined) headers.push("Content-Range", `bytes */${refusal.more.size}`);
  if (status === 405) headers.push("Allow", allow.join(", "));
  return headers;
}

function send(exchange: Exchange, answer: Answer, text: string): void {
  meter(
    exchange,
    answer.status,
    () => write(exchange, answer, text),
    (error) => {
      exchange.runtime.log.error({ err: error, request_id: exchange.requestId }, "a request could not be metered");
      const refusal = toRefusal(Object.assign(new Error("spool"), { code: "ENOSPC" }));
      write(
        exchange,
        { status: 503, contentType: "application/problem+json", headers: problemHeaders(exchange, refusal) },
        problemText(exchange, refusal),
      );
    },
  );
}

function write(exchange: Exchange, answer: Answer, text: string): void {
  const { request, response } = exchange;
  if (response.destroyed) return;
  const headers = headersOf(exchange, answer);
  const bytes = Buffer.byteLength(text);
  headers.push("Content-Length", `${bytes}`);
  if (!request.complete && hasBody(exchange)) leaveUnread(exchange, headers);
  response.writeHead(answer.status, headers);
  if (request.method === "HEAD") response.end();
  // Plain ASCII is the same bytes either way, and Latin-1 is the cheaper one to send.
  else response.end(text, bytes === text.length ? "latin1" : "utf8");
}

const hasBody = ({ request: { headers } }: Exchange) =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** An answer to a body that was not read: take a little more, so that the client sees the answer, then hang up. */
function leaveUnread({ request }: Exchange, headers: string[]): void {
  headers.push("Connection", "close");
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}

/** Streams a body as fast as the client takes it. An error half-way cuts the connection: the end is never faked. */
export function answerStream(
  exchange: Exchange,
  { contentType, fileName, stream }: StreamedAnswer,
  tag: string | null | undefined,
): void {
  const { runtime, request, response, requestId } = exchange;
  const fail = (error: unknown) => {
    runtime.log.warn({ err: error, request_id: requestId }, "an export ended early");
    response.destroy();
  };
  meter(
    exchange,
    200,
    () => {
      const headers = ["Content-Disposition", contentDisposition("attachment", fileName)];
      response.writeHead(200, headersOf(exchange, { status: 200, contentType, headers, tag }));
      if (request.method === "HEAD") {
        response.end();
        void stream[Symbol.asyncIterator]().return?.();
      } else pipeline(Readable.from(stream), response).catch(fail);
    },
    fail,
  );
}
