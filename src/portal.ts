import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "#contract/problem.ts";
import type { Config } from "#core/config.ts";
import { toProblem, toRefusal } from "#core/problem.ts";
import { newId } from "#lib/id.ts";
import { clientIp, ipMatcher } from "#lib/ip.ts";
import { requireShortBody } from "./portal-body.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Headers by which Next's parts talk to each other, or by which we talk to them: never taken from outside. */
const internal =
  /^(x-middleware-|x-nonce$|x-gatehouse-|x-invoke-|x-matched-path$|x-nextjs-data$|content-security-policy)/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Hands a request to Next, with a nonce for its scripts, the client's address, and the headers of security.md 12. */
export function portalHandler(config: Config, handle: Handler) {
  const isTrusted = config.trustedProxies.length > 0 ? ipMatcher(config.trustedProxies) : null;
  const own = new URL(config.publicUrl);
  const secure = own.protocol === "https:";

  return (request: IncomingMessage, response: ServerResponse): void => {
    const { headers } = request;
    for (const name of Object.keys(headers)) if (internal.test(name)) delete headers[name];
    if (redirectLoopback(request, response, own)) return;

    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, config.dev, secure);
    headers["x-nonce"] = nonce;
    headers["content-security-policy"] = policy;
    headers["x-gatehouse-ip"] = clientIp(
      request.socket.remoteAddress ?? "",
      headers["x-forwarded-for"] as string | undefined,
      isTrusted,
    );
    headers["x-gatehouse-request-id"] = newId("req");
    // Where a page leads back to after signing in; a layout of Next's is not told its own address.
    headers["x-gatehouse-path"] = request.url ?? "/";
    // Whatever a client sends, absolute URLs are made from the configured one.
    headers.host = own.host;
    headers["x-forwarded-host"] = own.host;
    headers["x-forwarded-proto"] = own.protocol.slice(0, -1);

    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    // Where somebody was let in by a link is nobody else's business, and no search engine's.
    const isShared = /^\/share(?:[/?]|$)/.test(request.url ?? "");
    response.setHeader("Referrer-Policy", isShared ? "no-referrer" : "strict-origin-when-cross-origin");
    if (isShared) response.setHeader("X-Robots-Tag", "noindex, nofollow");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    response.setHeader("X-Request-Id", headers["x-gatehouse-request-id"]);
    if (secure) response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    try {
      requireShortBody(request);
    } catch (error) {
      refuse(response, toProblem(toRefusal(error), headers["x-gatehouse-request-id"], config.publicUrl));
      return;
    }
    void handle(request, response);
  };
}

/** What is left of the body is not waited for. */
function refuse(response: ServerResponse, problem: Problem): void {
  response.writeHead(problem.status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(JSON.stringify(problem));
}

function contentSecurityPolicy(nonce: string, dev: boolean, secure: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** On one's own machine, `127.0.0.1` and `localhost` are two origins: lead a reader of pages to the configured one. */
function redirectLoopback(request: IncomingMessage, response: ServerResponse, own: URL): boolean {
  const { host, accept } = request.headers;
  if (!host || host === own.host || request.method !== "GET" || !accept?.includes("text/html")) return false;
  const asked = URL.parse(`http://${host}`);
  if (!asked || !LOOPBACK.has(asked.hostname) || !LOOPBACK.has(own.hostname)) return false;
  const path = request.url?.startsWith("/") && !request.url.startsWith("//") ? request.url : "/";
  response.writeHead(307, { location: own.origin + path });
  response.end();
  return true;
}
