import { createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Config } from "#core/config.ts";
import { portalHandler } from "./portal.ts";

/** What reached Next of the last request. */
let seen: IncomingMessage["headers"] | null = null;
const config = { publicUrl: "http://localhost:3000", trustedProxies: [], dev: false } as unknown as Config;
const handle = portalHandler(config, async (request, response) => {
  seen = request.headers;
  response.end("page");
});
const server = createServer(handle);
beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

type Options = { method?: string; headers?: Record<string, string | number>; body?: string };
function ask(path: string, { method = "GET", headers = {}, body }: Options = {}): Promise<IncomingMessage> {
  seen = null;
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asking = send({ port, host: "127.0.0.1", path, method, headers }, (answer) => resolve(answer.resume()));
    asking.on("error", reject);
    asking.end(body);
  });
}

test("nobody outside speaks with the words that the front door and Next use among themselves", async () => {
  await ask("/keys", {
    headers: {
      "x-middleware-subrequest": "src/middleware",
      "x-gatehouse-ip": "1.2.3.4",
      "x-nonce": "mine",
      host: "evil",
    },
  });
  expect(seen?.["x-middleware-subrequest"]).toBeUndefined();
  expect(seen?.["x-gatehouse-ip"]).toBe("127.0.0.1");
  expect(seen?.["x-nonce"]).not.toBe("mine");
  expect(seen?.host).toBe("localhost:3000");
});

test("a body that says it is long is refused before a byte of it is read", async () => {
  const long = await ask("/api/trpc/account.signUp", {
    method: "POST",
    headers: { "content-length": 1024 * 1024 + 1 },
  });
  expect([long.statusCode, seen]).toEqual([413, null]);
  expect(long.headers).toMatchObject({ connection: "close", "content-type": "application/problem+json" });
});

test("a body that does not say how long it is, is refused too", async () => {
  const headers = { "transfer-encoding": "chunked" };
  const answer = await ask("/api/auth/callback/credentials", { method: "POST", headers, body: "a=b" });
  expect([answer.statusCode, seen]).toEqual([413, null]);
});

test("uploads come in at any length, and count for themselves", async () => {
  const chunked = { "transfer-encoding": "chunked" };
  expect((await ask("/api/uploads", { method: "POST", headers: chunked, body: "a,b" })).statusCode).toBe(200);
  expect((await ask("/api/uploads/../trpc/x", { method: "POST", headers: chunked, body: "{}" })).statusCode).toBe(413);
});
