import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { enableKey } from "#domain/keys/enable-key.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { sessionToken } from "#testing/session-token.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let owner: Principal;
let stranger: Principal;
/** A key of the backend that asks, and one of another organization. */
let asking = "";
let askingElsewhere = "";
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

type KeyOptions = { scopes?: Scope[]; type?: string; allowed_ips?: string[]; rate_limit?: number };
async function makeKey(principal: Principal, { scopes = ["data:read"], ...more }: KeyOptions = {}) {
  const made = await createKey(world.call(principal), createKey.input.parse({ name: "Key", scopes, ...more }));
  return { id: made.id, secret: made.api_key ?? "" };
}
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization("Ours"), "owner");
  stranger = await world.member(await world.organization("Theirs"), "owner");
  asking = (await makeKey(owner, { scopes: ["keys:verify"] })).secret;
  askingElsewhere = (await makeKey(stranger, { scopes: ["keys:verify"] })).secret;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const verify = async (key: string, more: object = {}, as = asking) =>
  (await api.send("POST", "/keys/verify", { key: as, ip: freshIp(), body: { key, ...more } })).body;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** One credential of each kind of the owner. */
async function everyKind(): Promise<[string, string, string][]> {
  const key = await makeKey(owner);
  const session = await sessionToken(world, owner);
  const grant = { name: "X", scopes: ["data:read"], expires_at: inDays(5) };
  const pat = await createToken(world.call(owner), createToken.input.parse(grant));
  const tok = await createPrivateToken(world.call(owner), createPrivateToken.input.parse(grant));
  return [
    ["api_key", key.id, key.secret],
    ["session", session.id, session.token],
    ["personal_access_token", pat.id, pat.token ?? ""],
    ["private_token", tok.id, tok.token ?? ""],
  ];
}
const UNKNOWN = { valid: false, code: "invalid_token", principal: null, scopes: [], rate_limit: null };

describe("verifying", () => {
  test("knows every kind of the caller's organization", async () => {
    for (const [kind, id, secret] of await everyKind()) {
      const found = await verify(secret, { scopes: ["data:read"] });
      expect(found).toMatchObject({
        valid: true,
        code: "valid",
        principal: { credential_id: id, kind, user_id: owner.user.id, role: "owner", organization_id: owner.orgId },
        rate_limit: { remaining: expect.any(Number) },
      });
      expect(found.scopes).toContain("data:read");
    }
  });

  test("answers another organization's credential exactly as one that nobody was given", async () => {
    for (const [, , secret] of await everyKind()) expect(await verify(secret, {}, askingElsewhere)).toEqual(UNKNOWN);
    for (const nonsense of [mintSecret("gk", "live").reveal, mintSecret("gk", "refresh").reveal, "x", "eyJ.e30.x"])
      expect(await verify(nonsense)).toEqual(UNKNOWN);
    const revoked = await makeKey(stranger);
    await world.owner`update credentials set revoked_at = now() where id = ${revoked.id}`;
    expect(await verify(revoked.secret)).toEqual(UNKNOWN);
  });

  test("a personal access token counts where its owner is a member", async () => {
    const grant = { name: "X", scopes: ["data:read"], expires_at: inDays(5) };
    const { token } = await createToken(world.call(stranger), createToken.input.parse(grant));
    expect(await verify(token ?? "")).toEqual(UNKNOWN);
    await world.owner`insert into memberships (org_id, user_id, role) values (${owner.orgId}, ${stranger.user.id}, 'viewer')`;
    world.runtime.invalidation.apply({ user: stranger.user.id });
    expect(await verify(token ?? "")).toMatchObject({ valid: true, principal: { role: "viewer" } });
    await world.owner`delete from memberships where org_id = ${owner.orgId} and user_id = ${stranger.user.id}`;
    world.runtime.invalidation.apply({ user: stranger.user.id });
  });

  test("tells why a credential lets nobody in, and nothing else of it", async () => {
    const states: [string, string][] = [
      ["revoked_token", "revoked_at = now()"],
      ["expired_token", "expires_at = now() - interval '1 minute'"],
      ["disabled_key", "disabled_at = now()"],
    ];
    for (const [code, change] of states) {
      const { id, secret } = await makeKey(owner);
      await world.owner.unsafe(`update credentials set ${change} where id = '${id}'`);
      expect(await verify(secret)).toEqual({ ...UNKNOWN, code });
    }
    const bound = await makeKey(owner, { allowed_ips: ["198.51.100.0/24"] });
    expect(await verify(bound.secret)).toEqual({ ...UNKNOWN, code: "ip_not_allowed" });
    expect(await verify(bound.secret, { ip: "203.0.113.1" })).toEqual({ ...UNKNOWN, code: "ip_not_allowed" });
    expect(await verify(bound.secret, { ip: "198.51.100.7" })).toMatchObject({ valid: true });
  });

  test("asks for scopes and for a resource", async () => {
    const { secret } = await makeKey(owner);
    expect(await verify(secret, { scopes: ["data:read", "data:write"] })).toMatchObject({
      valid: false,
      code: "insufficient_scope",
      scopes: ["data:read"],
      principal: { kind: "api_key" },
    });
    const ours = await importFile(world, owner, "a\n1\n");
    const theirs = await importFile(world, stranger, "a\n1\n");
    expect(await verify(secret, { resource: ours.id })).toMatchObject({ valid: true });
    for (const resource of [theirs.id, "src_unknown", "prj_unknown", "anything"])
      expect(await verify(secret, { resource })).toMatchObject({ valid: false, code: "not_found" });
    const test = await makeKey(owner, { type: "test" });
    expect(await verify(test.secret, { resource: ours.id })).toMatchObject({ valid: false, code: "not_found" });
  });

  test("counts the cost against the credential, and none with 0", async () => {
    const { secret } = await makeKey(owner, { rate_limit: 10 });
    expect(await verify(secret, { cost: 0 })).toMatchObject({ valid: true, rate_limit: { limit: 10, remaining: 10 } });
    expect(await verify(secret, { cost: 4 })).toMatchObject({ valid: true, rate_limit: { remaining: 6 } });
    expect(await verify(secret, { cost: 7 })).toMatchObject({ valid: false, code: "rate_limit_exceeded" });
    const all = await Promise.all(Array.from({ length: 20 }, () => verify(secret)));
    expect(all.filter(({ valid }) => valid)).toHaveLength(6);
    expect(await verify(secret, { cost: 0 })).toMatchObject({ valid: false, rate_limit: { remaining: 0 } });
    const own = await api.send("GET", "/user", { key: secret, ip: freshIp() });
    expect(own.body).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  });

  test("takes keys:verify and nothing less, and a test key knows test keys only", async () => {
    const without = await makeKey(owner, { scopes: ["keys:read", "keys:write"] });
    expect(await verify(asking, {}, without.secret)).toMatchObject({ status: 403, code: "insufficient_scope" });
    const testing = await makeKey(owner, { scopes: ["keys:verify"], type: "test" });
    const live = await makeKey(owner);
    expect(await verify(live.secret, {}, testing.secret)).toEqual(UNKNOWN);
    const tested = await makeKey(owner, { type: "test" });
    expect(await verify(tested.secret, {}, testing.secret)).toMatchObject({ valid: true });
    expect(await verify(tested.secret)).toMatchObject({ valid: true, principal: { livemode: false } });
  });

  test("says valid never again once disabling was answered; 200 rounds", async () => {
    const { id, secret } = await makeKey(owner, { rate_limit: 1_000_000 });
    const backend = await makeKey(owner, { scopes: ["keys:verify"], rate_limit: 1_000_000 });
    for (let round = 0; round < 200; round += 1) {
      const racing = Array.from({ length: 4 }, () => verify(secret, {}, backend.secret));
      await disableKey(world.call(owner), { id });
      expect((await verify(secret, {}, backend.secret)).code).toBe("disabled_key");
      for (const { code } of await Promise.all(racing)) expect(["valid", "disabled_key"]).toContain(code);
      expect((await verify(secret, {}, backend.secret)).code).toBe("disabled_key");
      await enableKey(world.call(owner), { id });
    }
  });
});

describe("introspecting", () => {
  const server = () => ({
    issuer: "http://localhost:3000",
    introspection_endpoint: `${api.url.replace("/api/v1", "")}/oauth/introspect`,
  });
  /** A resource server of somebody else, which authenticates with its key. */
  async function introspect(token: string, key = asking) {
    const client = { client_id: "backend" };
    const bearer: oauth.ClientAuth = (_as, _client, _body, headers) => headers.set("authorization", `Bearer ${key}`);
    const response = await oauth.introspectionRequest(server(), client, bearer, token, {
      [oauth.allowInsecureRequests]: true,
      headers: { "x-forwarded-for": freshIp() },
    });
    return oauth.processIntrospectionResponse(server(), client, response);
  }

  test("is understood by a real client, for every kind", async () => {
    for (const [kind, id, secret] of await everyKind()) {
      const found = await introspect(secret);
      expect(found).toMatchObject({
        active: true,
        client_id: id,
        sub: owner.user.id,
        token_type: "Bearer",
        org_id: owner.orgId,
        iat: expect.any(Number),
        exp: expect.any(Number),
      });
      expect([kind, String(found.scope).split(" ")]).toEqual([kind, expect.arrayContaining(["data:read"])]);
    }
  });

  test("says of what is not active only that", async () => {
    const { id, secret } = await makeKey(owner);
    await world.owner`update credentials set revoked_at = now() where id = ${id}`;
    const theirs = await makeKey(stranger);
    for (const token of [secret, theirs.secret, mintSecret("gk", "live").reveal, "nonsense", "eyJ.e30.x"])
      expect(await introspect(token)).toEqual({ active: false });
  });

  test("takes a form, a credential with keys:verify, and is metered", async () => {
    const send = (headers: Record<string, string>, body: string) =>
      fetch(server().introspection_endpoint, {
        method: "POST",
        body,
        headers: { "x-forwarded-for": freshIp(), ...headers },
      });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await send(form, "token=x")).status).toBe(401);
    const weak = await makeKey(owner);
    expect((await send({ ...form, authorization: `Bearer ${weak.secret}` }, "token=x")).status).toBe(403);
    const authorization = `Bearer ${asking}`;
    expect((await send({ authorization, "content-type": "application/json" }, "{}")).status).toBe(415);
    expect((await send({ ...form, authorization }, "token=x&token=y")).status).toBe(400);
    expect((await send({ ...form, authorization }, "hint=x")).status).toBe(422);
    const good = await send({ ...form, authorization }, "token=x&token_type_hint=access_token");
    expect([good.status, good.headers.get("cache-control"), await good.json()]).toEqual([
      200,
      "no-store",
      { active: false },
    ]);
    await world.runtime.meter.flush();
    const rows =
      await world.owner`select distinct path, operation from usage_events where operation = 'introspectToken'`;
    expect(rows).toEqual([{ path: "/oauth/introspect", operation: "introspectToken" }]);
  });
});
