import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { problemCodes, problems } from "#contract/problem.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { enableKey } from "#domain/keys/enable-key.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { holdClock } from "#testing/hold-clock.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let org: Organization;
let owner: Principal;
let nextIp = 1;
/** An address of its own for each test, so that one's failures are not counted for another. */
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  org = await world.organization();
  owner = await world.member(org, "owner");
});
// Limits are counted by the clock hour, and none ends within a test.
beforeEach(() => holdClock(world));
afterAll(async () => {
  await api.close();
  await world.close();
});

type KeyOptions = Parameters<typeof createKey.input.parse>[0] & object;
async function makeKey(options: Partial<KeyOptions> = {}, principal = owner) {
  const preset = "scopes" in options ? {} : { preset: "full_access" };
  const input = createKey.input.parse({ name: "Test key", ...preset, ...options });
  const key = await createKey(world.call(principal), input);
  if (!key.api_key) throw new Error("no secret");
  return { ...key, api_key: key.api_key };
}

test("every answer names the request and the state of the limit", async () => {
  const { api_key } = await makeKey();
  const ok = await api.send("GET", "/user", { key: api_key, headers: { "x-request-id": "my-request-0001" } });
  expect(ok.status).toBe(200);
  expect(ok.headers.get("x-request-id")).toBe("my-request-0001");
  expect(ok.headers.get("x-ratelimit-limit")).toBe("5000");
  expect(ok.headers.get("x-ratelimit-remaining")).toBe("4999");
  expect(Number(ok.headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(world.runtime.clock.nowMs());
  expect(ok.headers.get("ratelimit-policy")).toBe('"key";q=5000;w=3600');
  expect(ok.headers.get("ratelimit")).toMatch(/^"key";r=4999;t=\d+$/);
  expect(ok.headers.get("cache-control")).toBe("no-store");
  expect(ok.headers.get("retry-after")).toBeNull();

  const refused = await api.send("GET", "/user", { ip: freshIp(), headers: { "x-request-id": "bad id with spaces" } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("x-request-id")).toMatch(/^req_/);
  expect(refused.headers.get("x-ratelimit-limit")).toBe("10");
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(refused.body).toMatchObject({
    type: `${world.config.publicUrl}/docs/errors/unauthorized`,
    code: "unauthorized",
    status: 401,
    request_id: refused.headers.get("x-request-id"),
  });
});

test("a secret is never taken for a request id", async () => {
  const { api_key } = await makeKey();
  const answer = await api.send("GET", "/user", { key: api_key, headers: { "x-request-id": api_key } });
  expect(answer.headers.get("x-request-id")).not.toBe(api_key);
});

test("X-API-Key works like Bearer; two different credentials do not", async () => {
  const one = await makeKey();
  const two = await makeKey();
  expect((await api.send("GET", "/users/me", { headers: { "x-api-key": one.api_key } })).status).toBe(200);
  expect((await api.send("GET", "/user", { key: one.api_key, headers: { "x-api-key": one.api_key } })).status).toBe(
    200,
  );
  const both = await api.send("GET", "/user", { key: one.api_key, headers: { "x-api-key": two.api_key } });
  expect([both.status, both.body.code]).toEqual([400, "ambiguous_credential"]);
  const basic = await api.send("GET", "/user", { ip: freshIp(), headers: { authorization: "Basic abc" } });
  expect([basic.status, basic.body.code]).toEqual([400, "invalid_request"]);
});

test("each way of being refused has its code", async () => {
  const status = async (key: string) => {
    const answer = await api.send("GET", "/user", { key, ip: freshIp() });
    return [answer.status, answer.body.code];
  };
  const key = await makeKey();
  const id = { id: key.id };
  expect(await status("gk_live_tooshort")).toEqual([401, "invalid_token"]);
  expect(await status(mintSecret("gk", "live").reveal)).toEqual([401, "invalid_token"]);

  expect(await status(key.api_key)).toEqual([200, undefined]);
  await disableKey(world.call(owner), id);
  expect(await status(key.api_key)).toEqual([401, "disabled_key"]);
  await enableKey(world.call(owner), id);
  expect(await status(key.api_key)).toEqual([200, undefined]);
  const rotated = await rotateKey(world.call(owner), { ...id, overlap_seconds: 0 });
  expect(await status(key.api_key)).toEqual([401, "rotated_key"]);
  expect(await status(rotated.api_key ?? "")).toEqual([200, undefined]);
  await revokeKey(world.call(owner), id);
  expect(await status(rotated.api_key ?? "")).toEqual([401, "revoked_token"]);
  expect(await status(key.api_key)).toEqual([401, "revoked_token"]);

  const expiring = await makeKey();
  expect(await status(expiring.api_key)).toEqual([200, undefined]);
  await world.owner`update credentials set expires_at = now() - interval '1 hour' where id = ${expiring.id}`;
  world.runtime.invalidation.apply({ credential: expiring.id });
  expect(await status(expiring.api_key)).toEqual([401, "expired_token"]);
});

test("a demotion, removal or deactivation shows on the next request", async () => {
  const admin = await world.member(org, "admin");
  const key = await makeKey({ scopes: ["data:write", "audit:read"] }, admin);
  const effective = async () => {
    const answer = await api.send("GET", "/user", { key: key.api_key, ip: freshIp() });
    return answer.status === 200 ? answer.body.effective_scopes : answer.body.code;
  };
  const changed = () => world.owner.notify("gatehouse", JSON.stringify({ user: admin.user.id }));
  expect(await effective()).toEqual(["data:read", "data:write", "audit:read"]);
  await world.owner`update memberships set role = 'viewer' where user_id = ${admin.user.id}`;
  await changed();
  await expect.poll(effective).toEqual(["data:read"]);
  await world.owner`delete from memberships where user_id = ${admin.user.id}`;
  await changed();
  await expect.poll(effective).toBe("inactive_user");
});

test("a key bound to addresses works from nowhere else", async () => {
  const { api_key } = await makeKey({ allowed_ips: ["203.0.113.0/24"] });
  expect((await api.send("GET", "/user", { key: api_key, ip: "203.0.113.77" })).status).toBe(200);
  const elsewhere = await api.send("GET", "/user", { key: api_key, ip: freshIp() });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, "ip_not_allowed"]);
});

test("X-Tenant-ID may only name the key's own organization", async () => {
  const { api_key } = await makeKey();
  const other = await world.organization();
  const own = await api.send("GET", "/user", { key: api_key, headers: { "x-tenant-id": org.id } });
  expect(own.status).toBe(200);
  for (const named of [other.id, "org_nonsense"]) {
    const answer = await api.send("GET", "/user", { key: api_key, headers: { "x-tenant-id": named } });
    expect([answer.status, answer.body.code]).toEqual([403, "tenant_mismatch"]);
  }
});

test("limits hold under concurrency, and 429 says when to come back", async () => {
  const { api_key } = await makeKey({ rate_limit: 50 });
  const answers = await Promise.all(Array.from({ length: 200 }, () => api.send("GET", "/scopes", { key: api_key })));
  const passed = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  expect([passed.length, refused.length]).toEqual([50, 150]);
  expect(new Set(passed.map(({ headers }) => headers.get("x-ratelimit-remaining"))).size).toBe(50);
  const [one] = refused;
  expect(one?.body).toMatchObject({ code: "rate_limit_exceeded", limit: 50 });
  expect(Number(one?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(one?.body.reset_at).toBe(Number(one?.headers.get("x-ratelimit-reset")));
});

test("requests without a good credential are limited by address, good ones from there are not", async () => {
  const ip = freshIp();
  const { api_key } = await makeKey();
  const codes: unknown[] = [];
  for (let i = 0; i < 12; i++) codes.push((await api.send("GET", "/user", { ip })).body.code);
  expect(codes.slice(0, 10)).toEqual(Array(10).fill("unauthorized"));
  expect(codes.slice(10)).toEqual(["rate_limit_exceeded", "rate_limit_exceeded"]);
  expect((await api.send("GET", "/user", { ip, key: api_key })).status).toBe(200);
  expect((await api.send("GET", "/health", { ip })).status).toBe(200);
});

test("the order of failure: 401, tenant, limit, scope, not found, input", async () => {
  const { api_key } = await makeKey({ scopes: ["data:read"], rate_limit: 1 });
  await api.send("GET", "/user", { key: api_key });
  const wrongTenant = { "x-tenant-id": "org_other" };
  const post = (key: string, headers = {}) =>
    api.send("POST", "/api-keys", { key, headers, body: { nonsense: 1 }, ip: freshIp() });
  expect((await post("gk_live_x", wrongTenant)).body.code).toBe("invalid_token");
  expect((await post(api_key)).body.code).toBe("rate_limit_exceeded");
  const free = await makeKey({ scopes: ["data:read"] });
  expect((await post(free.api_key, wrongTenant)).body.code).toBe("tenant_mismatch");
  const scope = await post(free.api_key);
  expect(scope.body).toMatchObject({ code: "insufficient_scope", required_scopes: ["keys:write"] });
  expect(scope.body.fix_url).toContain(`/keys/${free.id}`);
  expect(scope.headers.get("x-accepted-scopes")).toBe("keys:write");
  expect(scope.headers.get("www-authenticate")).toMatch(
    /^Bearer realm="gatehouse", error="insufficient_scope".*scope="keys:write".*resource_metadata=/,
  );
  const full = await makeKey();
  expect((await post(full.api_key)).body.code).toBe("invalid_input");
});

test("unknown paths and methods", async () => {
  const { api_key } = await makeKey();
  expect((await api.send("GET", "/nothing/here", { key: api_key })).body.code).toBe("not_found");
  expect((await api.send("GET", "/api-keys/%E0%A4%A", { key: api_key })).body.code).toBe("not_found");
  const put = await api.send("PUT", "/api-keys", { key: api_key });
  expect([put.status, put.body.code, put.headers.get("allow")]).toEqual([405, "method_not_allowed", "GET, POST"]);
  const head = await api.send("HEAD", "/user", { key: api_key });
  expect([head.status, head.text]).toEqual([200, ""]);
});

test("bad bodies are named for what they are", async () => {
  const { api_key: key } = await makeKey();
  const post = (body: unknown, headers = {}) => api.send("POST", "/api-keys", { key, body, headers });
  const code = async (body: unknown, headers = {}) => (await post(body, headers)).body.code;
  expect(await code("{")).toBe("invalid_request");
  expect(await code("[]")).toBe("invalid_request");
  expect(await code("x", { "content-type": "text/plain" })).toBe("unsupported_media_type");
  expect(await code(`{"a":${"[".repeat(40)}${"]".repeat(40)}}`)).toBe("invalid_request");
  expect(await code(`{"name":"${"x".repeat(1024 * 1024)}"}`)).toBe("payload_too_large");
  expect(await code(`{"name":"x","preset":"read_only","__proto__":{"a":1}}`)).toBe("invalid_request");
  const strange = await post({
    name: "x",
    preset: "read_only",
    organization_id: "org_1",
    created_by: "user_1",
    role: "owner",
  });
  expect(strange.status).toBe(422);
  expect((strange.body.errors as { attr: string }[]).map(({ attr }) => attr).sort()).toEqual([
    "created_by",
    "organization_id",
    "role",
  ]);
  const query = await api.send("POST", "/api-keys?name=x", { key, body: { name: "x", preset: "read_only" } });
  expect(query.body.code).toBe("invalid_input");
});

test("the same Idempotency-Key makes one key, and never shows a secret twice", async () => {
  const { api_key: key } = await makeKey();
  const body = { name: "Once", preset: "read_only" };
  const headers = { "idempotency-key": "order-4711" };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.send("POST", "/api-keys", { key, body, headers })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
  expect(new Set(answers.map(({ body: made }) => made.id)).size).toBe(1);
  expect(answers.filter(({ body: made }) => made.api_key !== null)).toHaveLength(1);
  const other = await api.send("POST", "/api-keys", { key, body: { ...body, name: "Twice" }, headers });
  expect([other.status, other.body.code]).toEqual([409, "conflict"]);
});

test("If-Match guards against lost updates", async () => {
  const { api_key: key, id } = await makeKey();
  const target = await makeKey({ name: "Before" });
  const got = await api.send("GET", `/api-keys/${target.id}`, { key });
  const etag = got.headers.get("etag") ?? "";
  const patch = (name: string, tag: string) =>
    api.send("PATCH", `/api-keys/${target.id}`, { key, body: { name }, headers: { "if-match": tag } });
  const first = await patch("After", etag);
  expect([first.status, first.body.name]).toEqual([200, "After"]);
  const stale = await patch("Lost", etag);
  expect([stale.status, stale.body.code]).toEqual([412, "precondition_failed"]);
  expect((await patch("Again", first.headers.get("etag") ?? "")).status).toBe(200);
  const twice = await api.send("PATCH", `/api-keys/${target.id}`, { key, body: { id, name: "x" } });
  expect(twice.body.code).toBe("invalid_input");
});

test("answers to an old secret or one that ends soon say so", async () => {
  const key = await makeKey({ expires_at: new Date(Date.now() + 3 * 86_400_000).toISOString() });
  const soon = await api.send("GET", "/user", { key: key.api_key });
  expect(new Date(soon.headers.get("sunset") ?? "").getTime()).toBeGreaterThan(Date.now());
  expect(soon.headers.get("deprecation")).toMatch(/^@\d+$/);
  const far = await makeKey();
  expect((await api.send("GET", "/user", { key: far.api_key })).headers.get("sunset")).toBeNull();
  const rotated = await rotateKey(world.call(owner), { id: far.id, overlap_seconds: 3600 });
  const old = await api.send("GET", "/user", { key: far.api_key });
  expect(old.headers.get("link")).toContain(`/keys/${far.id}`);
  expect(Number(old.headers.get("deprecation")?.slice(1))).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
  expect((await api.send("GET", "/user", { key: rotated.api_key ?? "" })).headers.get("sunset")).toBeNull();
});

test("every request is in the log, with what it was refused for, and no secret", async () => {
  const { api_key, id } = await makeKey({ scopes: ["data:read"] });
  await api.send("GET", `/user?note=${api_key}`, { key: api_key });
  await api.send("DELETE", `/api-keys/${id}`, { key: api_key });
  await world.runtime.meter.flush();
  const rows =
    await world.owner`select path, status, code, operation, user_id from usage_events where credential_id = ${id} order by time, id`;
  expect(rows.map(({ status, code, operation }) => [status, code, operation])).toEqual([
    [422, "invalid_input", "getUser"],
    [403, "insufficient_scope", "revokeApiKey"],
  ]);
  expect(JSON.stringify(rows)).not.toContain(api_key.slice(0, 20));
  expect(rows[0]?.user_id).toBe(owner.user.id);
});

test("a key is not taken from an address, and is not kept in the log either", async () => {
  const { api_key } = await makeKey();
  const requestId = "key-in-the-address";
  for (const query of [`share_token=${api_key}`, `share_token=${api_key.replaceAll("_", "%5F")}`]) {
    const answer = await api.send("GET", `/user?${query}`, { ip: freshIp(), headers: { "x-request-id": requestId } });
    expect([answer.status, answer.body.code]).toEqual([401, "invalid_token"]);
  }
  await world.runtime.meter.flush();
  const rows = await world.owner`select path from usage_events where request_id = ${requestId}`;
  expect(rows.map(({ path }) => path)).toEqual(Array(2).fill("/api/v1/user?share_token=[redacted]"));
});

test("what cannot be read as a credential counts against the address as well", async () => {
  const ip = freshIp();
  const codes: unknown[] = [];
  for (let i = 0; i < 11; i++)
    codes.push((await api.send("GET", "/user", { ip, headers: { authorization: "Basic abc" } })).body.code);
  expect(codes).toEqual([...Array(10).fill("invalid_request"), "rate_limit_exceeded"]);
});

test("no problem shows anything internal", async () => {
  const { api_key: key } = await makeKey();
  const hostile = ["'", '"', "\\", "\u0000", "%00", "../../etc/passwd", "<script>", "😀".repeat(50)];
  for (const text of hostile) {
    for (const path of [
      `/api-keys/${encodeURIComponent(text)}`,
      `/api-keys?q=${encodeURIComponent(text)}`,
      `/api-keys?cursor=${encodeURIComponent(text)}`,
    ]) {
      const answer = await api.send("GET", path, { key });
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.text).not.toMatch(/select |node_modules|at .*\.ts|postgres|drizzle/i);
    }
  }
});

test("the OpenAPI document describes every operation, and each problem code has a status", async () => {
  const { body } = await api.send("GET", "/openapi.json");
  expect(body.openapi).toBe("3.1.0");
  // Every reference leads somewhere, also of schemas that contain themselves.
  const { schemas, headers } = body.components as Record<string, Record<string, unknown>>;
  const references = JSON.stringify(body).matchAll(/"\$ref":"#\/components\/(schemas|headers)\/([^"]+)"/g);
  for (const [, kind, name = ""] of references) expect(kind === "schemas" ? schemas : headers).toHaveProperty([name]);
  expect(JSON.stringify(body)).not.toContain("#/$defs/");
  expect(schemas?.RowCondition).toBeDefined();
  const paths = body.paths as Record<string, Record<string, { operationId: string }>>;
  const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("createApiKey");
  for (const code of problemCodes) expect(problems[code].status).toBeGreaterThanOrEqual(400);
});
