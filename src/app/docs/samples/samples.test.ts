import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mintSecret } from "#core/credentials/secret.ts";
import { runnable, runSample } from "#testing/run-sample.ts";
import { backoffSamples } from "./backoff-samples.ts";
import { callSamples } from "./call-samples.ts";
import { checksumSamples } from "./checksum-samples.ts";
import { cursorSamples } from "./cursor-samples.ts";
import type { Sample } from "./sample.ts";

/** Stands where the address of the portal goes. */
const PUBLIC_URL = "http://gatehouse.test";
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-samples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands before a sample: says each pause in milliseconds instead of making it. */
const insteadOfPauses: Record<string, string> = {
  TypeScript: `const setTimeout = (work: () => void, ms: number) => {
  console.log("pause", ms);
  return globalThis.setTimeout(work, 0);
};
`,
  Python: `import time
time.sleep = lambda seconds: print("pause", seconds * 1000)
`,
};
const run = (sample: Sample, values?: Record<string, string>) => runSample(folder, sample, values);

async function serving<T>(
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    answer(request, body, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const json = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

describe("the samples of the docs", () => {
  test("wait as long as they are told to, then go on", async () => {
    for (const sample of runnable(backoffSamples(PUBLIC_URL))) {
      let requests = 0;
      const output = await serving(
        (_request, _body, response) => {
          requests += 1;
          if (requests === 1) json(response, 429, {}, { "retry-after": "17" });
          else if (requests === 2) json(response, 503, {}, { "retry-after": "0" });
          else json(response, 200, { data: [] }, { "x-ratelimit-remaining": "4999" });
        },
        (url) => run({ ...sample, code: insteadOfPauses[sample.label] + sample.code }, { [PUBLIC_URL]: url }),
      );
      expect(requests).toBe(3);
      const [first, second, ...rest] = output.split("\n");
      const pauseOf = (line = "") => Number(/^pause ([\d.]+)$/.exec(line)?.[1]);
      // As long as it was told to, and a random part of a second.
      expect(Math.floor(pauseOf(first) / 1000)).toBe(17);
      expect(Math.floor(pauseOf(second) / 1000)).toBe(0);
      expect(rest).toEqual(["200 4999"]);
    }
  });

  test("tell a whole key from a broken copy", async () => {
    for (const sample of runnable(checksumSamples)) {
      const { reveal } = mintSecret("gk", "live");
      const broken = reveal.slice(0, -8) + (reveal.at(-8) === "a" ? "b" : "a") + reveal.slice(-7);
      expect((await run(sample, { YOUR_API_KEY: reveal })).toLowerCase()).toBe("true");
      expect((await run(sample, { YOUR_API_KEY: broken })).toLowerCase()).toBe("false");
    }
  });

  test("follow cursors to the end of a list", async () => {
    for (const sample of runnable(cursorSamples(PUBLIC_URL)).filter(({ label }) => label !== "curl")) {
      const output = await serving(
        (request, _body, response) => {
          const cursor = new URL(request.url ?? "", "http://host").searchParams.get("cursor");
          expect(request.headers.authorization).toBe("Bearer YOUR_API_KEY");
          if (cursor === null) json(response, 200, { data: [{ id: "src_1", name: "One" }], next_cursor: "a+b/c=" });
          else json(response, 200, { data: [{ id: "src_2", name: cursor }], next_cursor: null });
        },
        (url) => run(sample, { [PUBLIC_URL]: url }),
      );
      expect(output.split("\n")).toEqual(["src_1 One", "src_2 a+b/c="]);
    }
  });

  test("make the same call in every language", async () => {
    const call = {
      method: "POST",
      path: "/api-keys",
      headers: { "Idempotency-Key": "one", "If-Match": '"v3"' },
      body: { name: "Nightly report", overlap_seconds: 3600 },
    } as const;
    for (const sample of runnable(callSamples(PUBLIC_URL, call))) {
      await serving(
        (request, body, response) => {
          expect([request.method, request.url]).toEqual(["POST", "/api/v1/api-keys"]);
          expect(request.headers).toMatchObject({
            authorization: "Bearer a-key",
            "idempotency-key": "one",
            "if-match": '"v3"',
            "content-type": "application/json",
          });
          expect(JSON.parse(body)).toEqual(call.body);
          json(response, 201, { made: true });
        },
        async (url) => expect(await run(sample, { [PUBLIC_URL]: url, YOUR_API_KEY: "a-key" })).toMatch(/made/),
      );
    }
  });

  test("send another credential, or none, where the docs say so", async () => {
    for (const credential of ["YOUR_ACCESS_TOKEN", null]) {
      const call = { method: "POST", path: "/auth/refresh", credential, body: { refresh_token: "x" } } as const;
      for (const sample of runnable(callSamples(PUBLIC_URL, call)))
        await serving(
          (request, _body, response) => {
            expect(request.headers.authorization).toBe(credential === null ? undefined : "Bearer a-token");
            json(response, 200, { made: true });
          },
          async (url) => expect(await run(sample, { [PUBLIC_URL]: url, YOUR_ACCESS_TOKEN: "a-token" })).toMatch(/made/),
        );
    }
  });

  test("send every parameter of a query whole", async () => {
    const query = [
      ["fields", "name,city"],
      ["filter", 'name:ilike:San %& "x"'],
      ["filter", "state:in:CA,NV"],
    ] as const;
    for (const sample of runnable(callSamples(PUBLIC_URL, { path: "/sources/src_1/data", query }))) {
      await serving(
        (request, _body, response) => {
          const url = new URL(request.url ?? "", "http://host");
          expect([request.method, url.pathname]).toEqual(["GET", "/api/v1/sources/src_1/data"]);
          expect([...url.searchParams]).toEqual(query);
          json(response, 200, { read: true });
        },
        async (url) => expect(await run(sample, { [PUBLIC_URL]: url })).toMatch(/read/),
      );
    }
  });
});
