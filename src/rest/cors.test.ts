import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { testOrigin } from "#domain/settings/test-origin.ts";
import { updateSettings } from "#domain/settings/update-settings.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let ours: Principal;
let key: { id: string; secret: string };
let theirs: string;

const APP = "https://app.example.com";
const THEIR_APP = "http://localhost:4321";

async function makeKey(owner: Principal) {
  const made = await createKey(world.call(owner), createKey.input.parse({ name: "Browser", preset: "read_only" }));
  return { id: made.id, secret: made.api_key ?? "" };
}

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  ours = await world.member(await world.organization(), "owner");
  const other = await world.member(await world.organization(), "owner");
  await updateSettings(world.call(ours), { id: ours.orgId, allowed_origins: [APP] });
  await updateSettings(world.call(other), { id: other.orgId, allowed_origins: [THEIR_APP] });
  key = await makeKey(ours);
  theirs = (await makeKey(other)).secret;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const preflight = (origin: string, path = "/user") =>
  api.send("OPTIONS", path, {
    headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
  });
const allowedOrigin = ({ headers }: { headers: Headers }) => headers.get("access-control-allow-origin");

test("a preflight is answered for every origin that some organization allows, with no credential", async () => {
  for (const origin of [APP, THEIR_APP]) {
    const answer = await preflight(origin);
    expect([answer.status, allowedOrigin(answer)]).toEqual([204, origin]);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST, PUT, PATCH, DELETE, OPTIONS");
    expect(answer.headers.get("access-control-allow-headers")?.split(", ")).toEqual(
      expect.arrayContaining(["Authorization", "X-API-Key", "Idempotency-Key", "If-Match"]),
    );
    expect(answer.headers.get("access-control-max-age")).toBe("86400");
    expect(answer.headers.get("vary")).toBe("Origin");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  }
});

test("no other origin is, in whatever disguise", async () => {
  const strangers = [
    "null",
    "*",
    "https://evil.example.com",
    "http://app.example.com",
    `${APP}:444`,
    `${APP}/`,
    `${APP}.evil.com`,
    APP.toUpperCase(),
  ];
  for (const origin of strangers) {
    expect([origin, allowedOrigin(await preflight(origin))]).toEqual([origin, null]);
    const answer = await api.send("GET", "/user", { key: key.secret, headers: { origin } });
    expect([origin, answer.status, allowedOrigin(answer)]).toEqual([origin, 200, null]);
    expect(answer.headers.get("vary")).toBe("Origin");
  }
  expect((await api.send("OPTIONS", "/api-keys")).headers.get("allow")).toBe("GET, POST");
});

test("preflights use up no limit", async () => {
  for (let n = 0; n < 30; n += 1) expect((await preflight(APP)).status).toBe(204);
});

test("an answer is readable only if the credential's own organization allows the origin", async () => {
  const get = (secret: string, origin: string) => api.send("GET", "/user", { key: secret, headers: { origin } });
  const own = await get(key.secret, APP);
  expect(allowedOrigin(own)).toBe(APP);
  expect(own.headers.get("access-control-expose-headers")?.split(", ")).toEqual([
    "X-Request-Id",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "RateLimit-Policy",
    "RateLimit",
    "Retry-After",
    "ETag",
    "WWW-Authenticate",
  ]);
  expect(allowedOrigin(await get(key.secret, THEIR_APP))).toBeNull();
  expect(allowedOrigin(await get(theirs, APP))).toBeNull();
  expect(allowedOrigin(await get(theirs, THEIR_APP))).toBe(THEIR_APP);
});

test("refusals of a known credential are readable too, those of an unknown one are not", async () => {
  const from = (options: object) => api.send("POST", "/api-keys", { ip: "198.51.100.1", body: {}, ...options });
  const headers = { origin: APP };
  expect(allowedOrigin(await from({ key: key.secret, headers }))).toBe(APP);
  expect(allowedOrigin(await from({ headers }))).toBeNull();
  expect(allowedOrigin(await from({ key: "gk_live_unknown", headers }))).toBeNull();
  const ended = await makeKey(ours);
  await revokeKey(world.call(ours), { id: ended.id });
  const refused = await api.send("GET", "/user", { key: ended.secret, headers });
  expect([refused.body.code, allowedOrigin(refused)]).toEqual(["revoked_token", APP]);
});

test("a changed list counts from the next request on", async () => {
  const late = "https://late.example.com";
  const set = (allowed_origins: string[]) => updateSettings(world.call(ours), { id: ours.orgId, allowed_origins });
  const seen = async () => [
    allowedOrigin(await preflight(late)),
    allowedOrigin(await api.send("GET", "/user", { key: key.secret, headers: { origin: late } })),
  ];
  expect(await seen()).toEqual([null, null]);
  await set([APP, late]);
  expect(await seen()).toEqual([late, late]);
  await set([APP]);
  expect(await seen()).toEqual([null, null]);
});

test("the tester says what the API then does", async () => {
  const settings = { ...ours.settings, allowed_origins: [APP] };
  for (const origin of [APP, THEIR_APP, "https://nobody.example.com"]) {
    const told = await testOrigin(world.call({ ...ours, settings }), { id: ours.orgId, origin, method: "GET" });
    expect([origin, told.preflight.allowed]).toEqual([origin, allowedOrigin(await preflight(origin)) === origin]);
    const answer = await api.send("GET", "/user", { key: key.secret, headers: { origin } });
    expect([origin, told.answer.allowed]).toEqual([origin, allowedOrigin(answer) === origin]);
    for (const { name, value } of told.answer.headers) expect(answer.headers.get(name)).toBe(value);
  }
});

test.each(["*", "null", "https://*.example.com", `${APP}/`, `${APP}/path`, "https://u:p@a.example", "app.example.com"])(
  "%s cannot be put on the list",
  async (origin) => {
    const input = updateSettings.input.safeParse({ id: ours.orgId, allowed_origins: [origin] });
    expect(new Set(input.error?.issues.map(({ path }) => path[0]))).toEqual(new Set(["allowed_origins"]));
  },
);
