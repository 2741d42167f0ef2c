import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { operations } from "#rest/operations.ts";
import { restHandler } from "#rest/serve.ts";
import { introspectOperations } from "#rest/verify.ts";
import type { World } from "./world.ts";

type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string };
type Options = { key?: string; body?: unknown; headers?: Record<string, string>; ip?: string };

export type Api = {
  url: string;
  /** One request over a real socket. `ip` stands in X-Forwarded-For, which tests' own address is trusted to set. */
  send(method: string, path: string, options?: Options): Promise<Answer>;
  close(): Promise<void>;
};

/** The REST API of a world on a port of its own, without Next. */
export async function serveApi(world: World): Promise<Api> {
  const api = restHandler(world.runtime, operations);
  const oauth = restHandler(world.runtime, introspectOperations, "/oauth");
  const server = createServer((request, response) =>
    request.url?.startsWith("/oauth/") ? oauth(request, response) : api(request, response),
  );
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return {
    url,
    async send(method, path, { key, body, headers = {}, ip } = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(ip !== undefined && { "x-forwarded-for": ip }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /^application\/(?:problem\+)?json/.test(response.headers.get("content-type") ?? "");
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson && text !== "" ? JSON.parse(text) : {},
      };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
