import http from "node:http";
import https from "node:https";
import { guardedLookup } from "./guarded-lookup.ts";
import { NOT_ALLOWED, type OutgoingGuard, OutgoingRefused } from "./outgoing-guard.ts";

export type OutgoingAnswer = { status: number; headers: Record<string, string>; body: string };

type Options = {
  guard: OutgoingGuard;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** What is kept of the answer; the rest is not read. */
  maxBytes: number;
  stopping?: AbortSignal | undefined;
};

/**
 * One request to a host that somebody else chose. The guard is asked about the very address that is connected to, so a
 * name that changes its mind gains nothing; redirects are answers and are not followed; no proxy of the environment is
 * used. Rejects with a sentence that may be shown when there is no answer.
 */
export function sendRequest(url: URL, options: Options): Promise<OutgoingAnswer> {
  const { guard, method, headers = {}, body, timeoutMs, maxBytes, stopping } = options;
  guard.requireUrl(url);
  const secure = url.protocol === "https:";
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = stopping ? AbortSignal.any([stopping, deadline]) : deadline;
  const module = secure ? https : http;

  return new Promise((done, fail) => {
    const agent = new module.Agent({ keepAlive: false });
    const settle = (error: Error | null, answer?: OutgoingAnswer) => {
      agent.destroy();
      if (answer) done(answer);
      else fail(readable(error, deadline, timeoutMs));
    };
    const request = module.request(
      url,
      {
        method,
        agent,
        signal,
        lookup: guardedLookup(guard, secure),
        headers: { ...headers, ...(body !== undefined && { "content-length": Buffer.byteLength(body) }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const finish = () => {
          const text = Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
          settle(null, { status: response.statusCode ?? 0, headers: plainHeaders(response.headers), body: text });
        };
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size >= maxBytes) {
            finish();
            response.destroy();
          }
        });
        response.on("end", finish);
        response.on("error", settle);
      },
    );
    request.on("error", settle);
    request.end(body);
  });
}

/** Fetch-like: several of one name are joined. At most 50, each cut, since a receiver may answer anything. */
function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).slice(0, 50);
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value ?? "").slice(0, 500)]));
}

const said: Record<string, string> = {
  ECONNREFUSED: "The receiver refused the connection.",
  ECONNRESET: "The receiver cut the connection.",
  // As for a name that leads to a forbidden address: nobody finds out which names our network knows.
  ENOTFOUND: NOT_ALLOWED,
  EAI_AGAIN: NOT_ALLOWED,
  EHOSTUNREACH: "The receiver cannot be reached.",
  ENETUNREACH: "The receiver cannot be reached.",
  ETIMEDOUT: "The receiver cannot be reached.",
};

function readable(error: Error | null, deadline: AbortSignal, timeoutMs: number): Error {
  if (error instanceof OutgoingRefused) return error;
  const { code = "" } = (error ?? {}) as { code?: string };
  if (deadline.aborted) return new Error(`The receiver did not answer within ${timeoutMs / 1000} seconds.`);
  if (said[code]) return new Error(said[code]);
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code))
    return new Error(`The receiver's certificate is not good: ${code}.`);
  return new Error(`The request failed: ${code || "no answer"}.`);
}
