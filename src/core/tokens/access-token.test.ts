import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorld, type World } from "#testing/world.ts";
import { mintAccessToken, readAccessToken } from "./access-token.ts";
import { signJwt } from "./jwt.ts";
import type { SigningKey } from "./key-ring.ts";

let world: World;
let key: SigningKey;
let publicKey: KeyObject;

const PUBLIC_URL = "http://localhost:3000";
const now = () => Math.floor(world.runtime.clock.nowMs() / 1000);

beforeAll(async () => {
  world = await makeWorld();
  key = await world.runtime.signingKeys.signingKey();
  publicKey = createPublicKey(key.privateKey);
});
afterAll(() => world.close());

const read = (token: string) =>
  readAccessToken(token, {
    ring: world.runtime.signingKeys,
    publicUrl: PUBLIC_URL,
    nowMs: world.runtime.clock.nowMs(),
  });
const header = () => ({ typ: "at+jwt", alg: "RS256", kid: key.kid });
const claims = () => ({
  iss: PUBLIC_URL,
  sub: "user_x",
  aud: `${PUBLIC_URL}/api/v1`,
  exp: now() + 3600,
  iat: now(),
  jti: "tok_x",
  client_id: "tok_x",
  scope: "data:read",
});
const signed = (head: object = {}, payload: object = {}) =>
  signJwt(key.privateKey, { ...header(), ...head }, { ...claims(), ...payload });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a token of ours", () => {
  test("says what it stands for", async () => {
    expect(await read(signed())).toEqual({
      stands: { kind: "private_token", tokenId: "tok_x" },
      scopes: ["data:read"],
      issuedAtMs: expect.any(Number),
      expiresAtMs: claims().exp * 1000,
    });
    expect(await read(signed({}, { sid: "ses_x" }))).toMatchObject({ stands: { kind: "session", sessionId: "ses_x" } });
  });

  test("that has expired is still known, so that its holder can be told", async () => {
    expect(await read(signed({}, { exp: now() - 10 }))).toMatchObject({ expiresAtMs: expect.any(Number) });
  });

  test("is verified by a client of somebody else, from nothing but the published keys", async () => {
    const published = await world.runtime.signingKeys.published();
    const server = createServer((_, response) => {
      response.setHeader("content-type", "application/jwk-set+json");
      response.end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`);
    const token = mintAccessToken(key, PUBLIC_URL, {
      id: "at_1",
      principal: {
        orgId: "org_x",
        user: { id: "user_x", kind: "person", name: "X", email: "x@example.test", createdAt: new Date().toISOString() },
      },
      credentialId: "ses_x",
      sessionId: "ses_x",
      scopes: ["data:read", "projects:read"],
      issuedAt: world.runtime.clock.now(),
      expiresAt: new Date(world.runtime.clock.nowMs() + 60_000),
    });
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(url), {
      issuer: PUBLIC_URL,
      audience: `${PUBLIC_URL}/api/v1`,
      typ: "at+jwt",
      algorithms: ["RS256"],
    });
    expect(protectedHeader).toEqual(header());
    expect(payload).toEqual({
      iss: PUBLIC_URL,
      sub: "user_x",
      aud: `${PUBLIC_URL}/api/v1`,
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: "at_1",
      client_id: "ses_x",
      scope: "data:read projects:read",
      email: "x@example.test",
      org_id: "org_x",
      sid: "ses_x",
    });
    await new Promise((closed) => server.close(closed));
  });

  test("shows the public half only", async () => {
    const [jwk] = await world.runtime.signingKeys.published();
    expect(Object.keys(jwk ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    const dump = JSON.stringify(await world.owner`select * from signing_keys`);
    expect(dump).not.toContain("PRIVATE KEY");
    const { d } = createPrivateKey(key.privateKey.export({ type: "pkcs8", format: "pem" })).export({ format: "jwk" });
    expect(dump).not.toContain(String(d).slice(0, 30));
  });
});

describe("what is not a token of ours", () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = () => publicKey.export({ type: "spki", format: "pem" });
  const hmacSigned = (secret: string | Buffer, head: object) => {
    const text = `${part({ ...header(), ...head })}.${part(claims())}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };

  const cases: [string, () => string][] = [
    ["alg none, unsigned", () => `${part({ ...header(), alg: "none" })}.${part(claims())}.`],
    ["alg none, with a signature", () => signed({ alg: "none" })],
    ["alg None", () => signed({ alg: "None" })],
    ["HS256 with the public key as its secret", () => hmacSigned(String(pem()), { alg: "HS256" })],
    [
      "HS256 with the modulus as its secret",
      () => hmacSigned(Buffer.from(String(publicKey.export({ format: "jwk" }).n), "base64url"), { alg: "HS256" }),
    ],
    ["an HMAC that says RS256", () => hmacSigned(String(pem()), {})],
    ["RS512 in the header", () => signed({ alg: "RS512" })],
    ["PS256 in the header", () => signed({ alg: "PS256" })],
    [
      "signed with SHA-512",
      () => {
        const text = `${part(header())}.${part(claims())}`;
        return `${text}.${sign("RSA-SHA512", Buffer.from(text), key.privateKey).toString("base64url")}`;
      },
    ],
    ["a stranger's key under our kid", () => signJwt(other.privateKey, header(), claims())],
    [
      "a stranger's key that comes along",
      () => signJwt(other.privateKey, { ...header(), jwk: other.publicKey.export({ format: "jwk" }) }, claims()),
    ],
    ["an unknown kid", () => signed({ kid: "somebody" })],
    ["no kid", () => signed({ kid: undefined })],
    ["a kid that is no text", () => signed({ kid: { $ne: null } })],
    ["typ JWT", () => signed({ typ: "JWT" })],
    ["no typ", () => signed({ typ: undefined })],
    ["a critical extension", () => signed({ crit: ["b64"], b64: false })],
    ["another issuer", () => signed({}, { iss: "https://elsewhere.example" })],
    ["another audience", () => signed({}, { aud: "https://elsewhere.example" })],
    ["a list of audiences", () => signed({}, { aud: [`${PUBLIC_URL}/api/v1`, "https://elsewhere.example"] })],
    ["no expiry", () => signed({}, { exp: undefined })],
    ["an expiry that is text", () => signed({}, { exp: "9999999999" })],
    ["not good yet", () => signed({}, { nbf: now() + 600 })],
    ["made in the future", () => signed({}, { iat: now() + 600 })],
    ["no jti", () => signed({}, { jti: undefined })],
    [
      "another spelling of the signature",
      () => {
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const token = signed();
        return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? "") ^ 1];
      },
    ],
    [
      "another payload under the signature",
      () => {
        const [head, , signature] = signed().split(".");
        return `${head}.${part({ ...claims(), scope: "users:write" })}.${signature}`;
      },
    ],
    ["cut at its end", () => signed().slice(0, -3)],
    ["something hanging on", () => `${signed()}.AAAA`],
    ["a list as payload", () => `${part(header())}.${part([])}.AAAA`],
    ["too long", () => signed({}, { pad: "x".repeat(5000) })],
    ["nothing at all", () => "eyJ"],
  ];
  test.each(cases)("%s", async (_, make) => {
    expect(await read(make())).toBeNull();
  });

  test("a key set that our tokens pass refuses what we refuse", async () => {
    const keys = createLocalJWKSet({ keys: await world.runtime.signingKeys.published() });
    await jwtVerify(signed(), keys, { algorithms: ["RS256"] });
    await expect(jwtVerify(signJwt(other.privateKey, header(), claims()), keys)).rejects.toThrow();
  });
});
