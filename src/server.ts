import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import next from "next";
import { scopes } from "#contract/scope.ts";
import { derivedSecret } from "#core/derived-secret.ts";
import { type Runtime, startRuntime } from "#core/runtime.ts";
import { JWKS_MAX_AGE } from "#core/tokens/signing-key-times.ts";
import { operations } from "#rest/operations.ts";
import { restHandler } from "#rest/serve.ts";
import { introspectOperations } from "#rest/verify.ts";
import { readConfig } from "./env.ts";
import { portalHandler } from "./portal.ts";
import { readiness } from "./readiness.ts";
import { surviveLostConnections } from "./survive-lost-connections.ts";

/** THE FRONT DOOR: one process, one port. `/api/v1` never meets Next; everything that is not ours falls to it. */

/** Less than the 20 s after which the launcher ends this process. */
const SHUTDOWN_MS = 18_000;
const isApi = (url: string) => url.startsWith("/api/v1") && (url.length === 7 || url[7] === "/" || url[7] === "?");

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}

/** RFC 9728: what a 401 points to. */
const protectedResource = ({ config }: Runtime) => ({
  resource: `${config.publicUrl}/api/v1`,
  bearer_methods_supported: ["header"],
  scopes_supported: scopes,
  resource_documentation: `${config.publicUrl}/docs`,
});

/** What verifies our tokens (RFC 7517 §5). Kept no longer than a new key is published before it signs. */
async function answerJwks({ signingKeys, log }: Runtime, response: ServerResponse): Promise<void> {
  try {
    const keys = await signingKeys.published();
    response.writeHead(200, {
      "content-type": "application/jwk-set+json",
      "cache-control": `public, max-age=${JWKS_MAX_AGE}`,
      "access-control-allow-origin": "*",
    });
    response.end(JSON.stringify({ keys }));
  } catch (error) {
    log.warn({ err: error }, "the signing keys cannot be read");
    json(response, 503, { code: "unavailable", detail: "The keys cannot be read right now. Try again." });
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const runtime = await startRuntime(config);
  surviveLostConnections(runtime.log);
  // Auth.js reads its base URL from the environment; it must never be taken from the Host header.
  process.env.AUTH_URL = `${config.publicUrl}/api/auth`;
  process.env.AUTH_SECRET = derivedSecret(config.secret, "portal session cookies");

  const dir = fileURLToPath(new URL("..", import.meta.url));
  const app = next({ dev: config.dev, dir, hostname: config.host, port: config.port });
  await app.prepare();
  const api = restHandler(runtime, operations);
  const oauth = restHandler(runtime, introspectOperations, "/oauth");
  const portal = portalHandler(config, app.getRequestHandler());
  let stopping = false;

  const server = createServer({ requestTimeout: 600_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? "/";
    // `*` and whole URLs (RFC 9112 §3.2) are for proxies; Next would redirect to whatever host stands in one.
    if (!url.startsWith("/")) return json(response, 400, { code: "invalid_request", detail: "Send a path." });
    if (isApi(url)) return api(request, response);
    if (url.startsWith("/oauth/introspect")) return oauth(request, response);
    if (url === "/healthz") return json(response, 200, { status: "ok" });
    if (url === "/readyz")
      return void readiness(runtime, stopping).then((state) => json(response, state.ready ? 200 : 503, state));
    if (url === "/.well-known/oauth-protected-resource" || url === "/.well-known/oauth-protected-resource/api/v1")
      return json(response, 200, protectedResource(runtime));
    if (url.split("?", 1)[0] === "/.well-known/jwks.json") return void answerJwks(runtime, response);
    portal(request, response);
  });
  const upgrade = app.getUpgradeHandler();
  server.on("upgrade", (request, socket, head) => {
    if (config.dev) void upgrade(request, socket, head);
    else socket.destroy();
  });

  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    runtime.log.info(`stopping: ${why}`);
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeIdleConnections();
    });
    await app.close();
    await runtime.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  // The launcher is gone, however it went: nobody would stop this process later.
  process.on("disconnect", () => void stop("the launcher ended"));

  server.on("error", (error: NodeJS.ErrnoException) => {
    console.error(error.code === "EADDRINUSE" ? `Port ${config.port} is taken.` : error.message);
    process.exit(1);
  });
  server.listen(config.port, config.host, () => {
    runtime.log.info(`listening on ${config.host}:${config.port} for ${config.publicUrl}`);
    runtime.work.start();
    process.send?.({ type: "ready" });
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
