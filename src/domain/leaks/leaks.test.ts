import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintSecret } from "#core/credentials/secret.ts";
import type { Principal } from "#core/principal.ts";
import { hashPassword } from "#core/sessions/password.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { createPrivateToken } from "#domain/tokens/create-private-token.ts";
import { createToken } from "#domain/tokens/create-token.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { reportLeak } from "./report-leak.ts";

const scanner = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const otherCurve = generateKeyPairSync("ec", { namedCurve: "P-384" });
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-scanner-"));
const keysFile = path.join(folder, "keys.json");
const pem = (key: typeof scanner.publicKey) => key.export({ format: "pem", type: "spki" });
writeFileSync(
  keysFile,
  JSON.stringify({
    public_keys: [
      { key_identifier: "scanner-1", key: pem(scanner.publicKey), is_current: true },
      { key_identifier: "scanner-2", key: pem(otherCurve.publicKey), is_current: true },
    ],
  }),
);

let world: World;
let api: Api;
let owner: Principal;
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;

beforeAll(async () => {
  world = await makeWorld({ secretScanningKeys: keysFile });
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
});
afterAll(async () => {
  await api.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

const key = () => createKey(world.call(owner), createKey.input.parse({ name: "Found", preset: "full_access" }));
const works = async (secret: string | null) =>
  (await api.send("GET", "/user", { key: secret ?? "", ip: freshIp() })).body.code ?? "works";
const lastEvent = async (id: string) => {
  const [event] = await world.owner`select action, actor_type, actor_name, ip, after from audit_events
    where target_id = ${id} order by seq desc limit 1`;
  return event;
};
const events = async (id: string) =>
  (await world.owner`select action from audit_events where target_id = ${id} order by seq`).map(({ action }) => action);
const report = (token: string, ip = freshIp()) =>
  reportLeak({ runtime: world.runtime, request: world.call(owner, { ip }).request }, { token });
const revoke = (body: object, more: object = {}) => api.send("POST", "/auth/revoke", { body, ip: freshIp(), ...more });

describe("a secret that somebody found", () => {
  test("ends the key at the next request, is audited with the address, and its owner is told", async () => {
    const { id, api_key } = await key();
    expect(await works(api_key)).toBe("works");
    expect(await report(api_key ?? "", "2001:db8:77::5")).toEqual({ accepted: true });
    expect(await works(api_key)).toBe("revoked_token");
    expect(await lastEvent(id)).toMatchObject({ action: "key.leaked", actor_type: "anonymous", ip: "2001:db8:77::5" });
    const told = await world.owner`select a.kind, r.user_id from alerts a join alert_recipients r on r.alert_id = a.id
      where a.subject_id = ${id} and a.kind = 'key.leaked'`;
    expect(told).toMatchObject([{ user_id: owner.user.id }]);
    expect(JSON.stringify(await world.owner`select * from audit_events where target_id = ${id}`)).not.toContain(
      api_key?.slice(12, 40),
    );
  });

  test("answers alike for what was never issued, what has ended, and what is no secret at all", async () => {
    const { api_key } = await key();
    const unknown = mintSecret("gk", "live").reveal;
    for (const token of [api_key ?? "", api_key ?? "", unknown, "gk_live_nonsense", "anything"]) {
      const { status, body } = await revoke({ token });
      expect([status, body]).toEqual([202, { accepted: true }]);
    }
  });

  test("reported by many at once it ends once", async () => {
    const { id, api_key } = await key();
    await Promise.all(Array.from({ length: 10 }, () => report(api_key ?? "")));
    expect(await events(id)).toEqual(["key.created", "key.leaked"]);
  });

  test("a former secret in its overlap is ended alone; one whose overlap is over ends nothing", async () => {
    const { id, api_key } = await key();
    const present = await rotateKey(world.call(owner), { id, overlap_seconds: 3600 });
    await report(api_key ?? "");
    expect([await works(api_key), await works(present.api_key)]).toEqual(["rotated_key", "works"]);
    expect(await lastEvent(id)).toMatchObject({ action: "key.leaked", after: { former_secret: true } });
    await report(api_key ?? "");
    expect(await events(id)).toEqual(["key.created", "key.rotated", "key.leaked"]);
  });

  test("an address that tries out many is stopped, whatever they are", async () => {
    const ip = freshIp();
    const attempt = () => api.send("POST", "/auth/revoke", { ip, body: { token: "gk_live_guess" } });
    const statuses = (await Promise.all(Array.from({ length: 70 }, attempt))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

describe("whoever holds a credential", () => {
  test("may end it by presenting it, and that is no leak", async () => {
    const { id, api_key } = await key();
    expect((await revoke({}, { key: api_key })).status).toBe(202);
    expect(await works(api_key)).toBe("revoked_token");
    expect(await lastEvent(id)).toMatchObject({ action: "key.revoked", actor_type: "api_key", actor_name: "Found" });
  });

  test("has to name one, and cannot name another's identity", async () => {
    expect((await revoke({})).body.code).toBe("invalid_input");
    expect((await revoke({ token: "x", user_id: owner.user.id })).body.code).toBe("invalid_input");
  });
});

describe("credentials of people", () => {
  const told = async (subject: string) =>
    world.owner<{ user_id: string }[]>`select r.user_id from alerts a join alert_recipients r on r.alert_id = a.id
      where a.subject_id = ${subject} and a.kind = 'key.leaked'`;

  test("a personal access token is ended, and its owner alone is told", async () => {
    const editor = await world.member({ id: owner.orgId, name: "" }, "editor");
    const input = createToken.input.parse({ name: "Mine", scopes: ["data:read"] });
    const { id, token } = await createToken(world.call(editor), input);
    expect(await works(token)).toBe("works");
    await report(token ?? "");
    expect(await works(token)).toBe("revoked_token");
    expect(await lastEvent(id)).toMatchObject({ action: "token.leaked", actor_type: "anonymous" });
    expect((await told(id)).map(({ user_id }) => user_id)).toEqual([editor.user.id]);
  });

  test("a private token is ended by the id in it", async () => {
    const expires_at = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const input = createPrivateToken.input.parse({ name: "Job", scopes: ["data:read"], expires_at });
    const { id, token } = await createPrivateToken(world.call(owner), input);
    await report(token ?? "");
    expect(await works(token)).toBe("revoked_token");
    expect(await lastEvent(id)).toMatchObject({ action: "private_token.leaked" });
  });

  test.each(["access_token", "refresh_token"])("the %s of a session ends the session", async (which) => {
    const member = await world.member({ id: owner.orgId, name: "" }, "editor");
    const password = "a long enough password";
    await world.owner`update users set password_hash = ${await hashPassword(password)} where id = ${member.user.id}`;
    const body = { email: member.user.email, password };
    const session = (await api.send("POST", "/auth/login", { ip: freshIp(), body })).body as Record<string, string>;
    expect(await works(session.access_token ?? "")).toBe("works");
    await report(session[which] ?? "");
    expect(await works(session.access_token ?? "")).toBe("revoked_token");
    const refresh = await api.send("POST", "/auth/refresh", {
      ip: freshIp(),
      body: { refresh_token: session.refresh_token },
    });
    expect(refresh.status).toBe(401);
    const [event] = await world.owner`select target_id, action from audit_events
      where org_id = ${owner.orgId} order by seq desc limit 1`;
    expect(event?.action).toBe("session.leaked");
    expect((await told(event?.target_id)).map(({ user_id }) => user_id)).toEqual([member.user.id]);
  });
});

describe("a secret scanner", () => {
  const findings = (tokens: (string | null)[]) =>
    JSON.stringify(
      tokens.map((token) => ({ token, type: "gatehouse_key", url: "https://example.com/a", source: "content" })),
    );
  const post = (body: string, { keyId = "scanner-1", key = scanner.privateKey, signed = body } = {}) =>
    api.send("POST", "/secret-scanning/findings", {
      body,
      ip: freshIp(),
      headers: {
        "github-public-key-identifier": keyId,
        "github-public-key-signature": sign("sha256", Buffer.from(signed), key).toString("base64"),
      },
    });

  test("with a good signature ends what it found and is told which were real", async () => {
    const [a, b] = [await key(), await key()];
    const fake = "gk_live_0123456789";
    const answer = await post(findings([a.api_key, fake, b.api_key]));
    expect(answer.status).toBe(200);
    expect((answer.body as unknown as { label: string }[]).map(({ label }) => label)).toEqual([
      "true_positive",
      "false_positive",
      "true_positive",
    ]);
    expect(answer.text).not.toContain(a.api_key);
    expect([await works(a.api_key), await works(b.api_key)]).toEqual(["revoked_token", "revoked_token"]);
    expect(await lastEvent(a.id)).toMatchObject({
      action: "key.leaked",
      actor_name: "Secret scanning (content)",
      after: { found_at: "https://example.com/a" },
    });
  });

  test.each([
    ["by another key", { key: stranger.privateKey }],
    ["over another body", { signed: "[]" }],
    ["by a key that is not known", { keyId: "scanner-9" }],
    ["on another curve", { keyId: "scanner-2", key: otherCurve.privateKey }],
  ])("with a signature %s changes nothing", async (_, options) => {
    const { api_key } = await key();
    expect((await post(findings([api_key]), options)).body.code).toBe("forbidden");
    expect(await works(api_key)).toBe("works");
  });

  test("signed nonsense is refused", async () => {
    expect((await post("[{")).body.code).toBe("invalid_request");
    expect((await post('{"token":"x"}')).body.code).toBe("invalid_input");
  });
});

test("without keys of scanners there is nothing to report to", async () => {
  const bare = await makeWorld();
  const its = await serveApi(bare);
  try {
    expect((await its.send("POST", "/secret-scanning/findings", { body: "[]" })).body.code).toBe("not_found");
  } finally {
    await its.close();
    await bare.close();
  }
});
