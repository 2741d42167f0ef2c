import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProblemCode } from "#contract/problem.ts";
import type { CredentialRecord } from "#core/credentials/credential-record.ts";
import { isWholeSecret } from "#core/credentials/secret.ts";
import type { Quota } from "#core/limits/limiter.ts";
import type { Runtime } from "#core/runtime.ts";
import { newId } from "#lib/id.ts";
import { clientIp } from "#lib/ip.ts";
import { cutSecrets } from "./cut-secrets.ts";
import type { Operation } from "./operation.ts";
import type { Router } from "./router.ts";

/** One request and what has been found out about it so far; each step of `serve.ts` adds its part. */
export type Exchange = {
  readonly runtime: Runtime;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly startedAt: number;
  readonly timeMs: number;
  readonly eventId: string;
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string;
  /** What stands before `path` in the address: `/api/v1`. */
  readonly base: string;
  readonly path: string;
  readonly search: string;
  readonly operation: Operation | null;
  readonly params: Record<string, string>;
  /** Methods that the path does have, when it lacks this one. */
  readonly allow: readonly string[];
  /** Set once a secret was found, also if it is refused then. */
  record: CredentialRecord | null;
  policy: Quota["policy"] | "anonymous" | "public";
  quota: Quota | null;
  code: ProblemCode | "";
  reason: string;
};

/** What is the same for every request of a handler. */
export type Door = { isTrusted: ((ip: string) => boolean) | null; route: Router; base: string };

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

export function beginExchange(
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
  { isTrusted, route, base }: Door,
): Exchange {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = (mark < 0 ? url : url.slice(0, mark)).slice(base.length) || "/";
  const { operation, params, allow } = route(request.method ?? "GET", path);
  const timeMs = runtime.clock.nowMs();
  const eventId = newId("req", timeMs);
  const { headers } = request;
  const named = headers["x-request-id"];
  const usable =
    typeof named === "string" && REQUEST_ID.test(named) && !isWholeSecret(named, runtime.config.secretPrefix);
  return {
    runtime,
    request,
    response,
    startedAt: performance.now(),
    timeMs,
    eventId,
    requestId: usable ? named : eventId,
    ip: clientIp(request.socket.remoteAddress ?? "", headers["x-forwarded-for"] as string | undefined, isTrusted),
    userAgent: cutSecrets(headers["user-agent"] ?? "", runtime.config.secretPrefix),
    base,
    path,
    search: mark < 0 ? "" : url.slice(mark + 1),
    operation,
    params,
    allow,
    record: null,
    policy: "anonymous",
    quota: null,
    code: "",
    reason: "",
  };
}

/** The path and query as they are kept in the log: whatever looks like a secret is cut out of them. */
export function loggedPath({ base, path, search, runtime }: Exchange): string {
  const text = cutSecrets(search === "" ? base + path : `${base}${path}?${search}`, runtime.config.secretPrefix);
  const shown = text.includes("share_token=") ? text.replace(/(share_token=)[^&]*/g, "$1[redacted]") : text;
  return shown.length > 2000 ? shown.slice(0, 2000) : shown;
}
