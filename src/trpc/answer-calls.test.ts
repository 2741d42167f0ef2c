import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { newId } from "#lib/id.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { answerCalls } from "./answer-calls.ts";

const ORIGIN = "http://localhost:3000";
const LIMIT = 40;
let world: World;

beforeAll(async () => {
  world = await makeWorld({ portalLimit: LIMIT, publicLimit: 20 });
});
afterAll(() => world.close());

type Sent = { principal?: Principal | null; headers?: Record<string, string>; body?: string; ip?: string };
function call(path: string, { principal = null, headers, body, ip = "192.0.2.1" }: Sent = {}): Promise<Response> {
  const method = body === undefined ? "GET" : "POST";
  const http = new Request(`${ORIGIN}/api/trpc/${path}`, {
    method,
    headers: { origin: ORIGIN, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body }),
  });
  const request = { id: newId("req"), ip, userAgent: "vitest" };
  return answerCalls(http, { runtime: world.runtime, request, whoIs: async () => principal });
}
const member = async () => world.member(await world.organization(), "viewer");
const batch = (count: number) =>
  `${Array(count).fill("organizations.list").join(",")}?batch=1&input=${encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [n, {}]))))}`;
const codeOf = async (answer: Response) => {
  const body = (await answer.json()) as { code?: string; error?: { data: { problem: { code: string } } } };
  return body.code ?? body.error?.data.problem.code;
};

describe("the console's limit", () => {
  test("counts each call of a batch, tells where one stands, and refuses with a problem", async () => {
    const principal = await member();
    const first = await call(batch(10), { principal });
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "x-ratelimit-limit": `${LIMIT}`,
      "x-ratelimit-remaining": `${LIMIT - 10}`,
      "ratelimit-policy": `"portal";q=${LIMIT};w=3600`,
      "cache-control": "no-store",
    });
    expect(first.headers.get("retry-after")).toBeNull();
    for (let n = 0; n < 3; n += 1) expect((await call(batch(10), { principal })).status).toBe(200);
    const refused = await call("organizations.list", { principal });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(((await refused.json()) as { error: { data: { problem: object } } }).error.data.problem).toMatchObject({
      code: "rate_limit_exceeded",
      status: 429,
      limit: LIMIT,
      reset_at: expect.any(Number),
    });
    // Somebody else goes on, also from that address.
    expect((await call("organizations.list", { principal: await member() })).status).toBe(200);
  });

  test("is exact: of calls at once no more pass than are left, from however many browsers", async () => {
    const principal = await member();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => call("organizations.list", { principal, ip: `192.0.2.${n}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - LIMIT);
  });

  test("leaves the person's keys what they have", async () => {
    const principal = await member();
    for (let n = 0; n < 5; n += 1) await call(batch(10), { principal });
    const key = { policy: "key" as const, key: `c:${principal.via.id}`, limit: 5 };
    expect(await world.runtime.limiter.take([key], world.runtime.clock.nowMs())).toMatchObject({ remaining: 4 });
  });

  test("strangers are counted by address, IPv6 by its network", async () => {
    const guest = (n: number) =>
      call("leaks.report", { body: '{"token":"nonsense"}', ip: `2001:db8:1:2::${n.toString(16)}` });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => guest(n)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect((await call("leaks.report", { body: '{"token":"nonsense"}', ip: "2001:db8:1:3::1" })).status).toBe(200);
  });
});

describe("forged requests", () => {
  const mutation = { body: '{"name":"Taken over"}' };
  test.each([
    ["another origin", { headers: { origin: "https://evil.example" } }],
    ["no origin", { headers: { origin: "" } }],
    ["the origin in another case of scheme and port", { headers: { origin: "http://localhost:3000/" } }],
    ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" } }],
    ["plain text", { headers: { "content-type": "text/plain; application/json" } }],
  ])("a mutation with %s is refused", async (_, more) => {
    const principal = await member();
    const answer = await call("account.rename", { principal, ...mutation, ...more });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "forbidden"]);
  });

  test("a mutation by GET, a batch of eleven, an address or a body that cannot be read", async () => {
    const principal = await member();
    const byGet = await call(`account.rename?input=${encodeURIComponent(mutation.body)}`, { principal });
    expect([byGet.status, await codeOf(byGet)]).toEqual([405, "method_not_allowed"]);
    expect(await codeOf(await call(batch(11), { principal }))).toBe("invalid_request");
    expect(await codeOf(await call("%E0%A4%A", { principal }))).toBe("invalid_request");
    expect(await codeOf(await call("account.rename", { principal, body: "{" }))).toBe("invalid_request");
    expect(await codeOf(await call("no.such", { principal }))).toBe("not_found");
    expect(await codeOf(await call("__proto__.toString", { principal }))).toBe("not_found");
  });

  test("a batch is as many calls as it names, encoded or not", async () => {
    const principal = await member();
    const hidden = batch(11).replaceAll(",", "%2C");
    expect(await codeOf(await call(hidden, { principal }))).toBe("invalid_request");
  });
});
