import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { makeLogger } from "../logger.ts";
import { readAccessToken } from "./access-token.ts";
import { signJwt } from "./jwt.ts";
import { type KeyRing, keyRing } from "./key-ring.ts";
import { rotateSigningKey, tidySigningKeys } from "./rotate-signing-key.ts";
import { PUBLISHED_AHEAD_MS, statesOf } from "./signing-key-times.ts";

let world: World;
let sql: postgres.Sql;
let nowMs = Date.UTC(2030, 0, 1);
const clock = { now: () => new Date(nowMs), nowMs: () => nowMs, set() {} };

beforeAll(async () => {
  world = await makeWorld();
  sql = connect(world.config.databaseUrl, { max: 4 });
});
afterAll(async () => {
  await sql.end();
  await world.close();
});

let hearing = true;
const isHearing = () => hearing;
const makeRing = (secret = world.config.secret) =>
  keyRing({ db: drizzleOver(sql), secret, clock, log: makeLogger("silent"), isHearing });
const rotate = () => rotateSigningKey(drizzleOver(sql), world.config.secret, clock.now());
const kids = async (ring: KeyRing) => (await ring.published()).map(({ kid }) => kid).sort();
const PUBLIC_URL = "http://localhost:3000";
const MINUTE = 60_000;

async function tokenOf(ring: KeyRing, seconds = 3600): Promise<string> {
  const { kid, privateKey } = await ring.signingKey();
  const iat = Math.floor(nowMs / 1000);
  const claims = { iss: PUBLIC_URL, aud: `${PUBLIC_URL}/api/v1`, iat, exp: iat + seconds, jti: "tok_x", scope: "" };
  return signJwt(privateKey, { typ: "at+jwt", alg: "RS256", kid }, claims);
}
const isGood = async (ring: KeyRing, token: string) =>
  (await readAccessToken(token, { ring, publicUrl: PUBLIC_URL, nowMs })) !== null;

test("instances that need the first key at once make one", async () => {
  const rings = Array.from({ length: 6 }, () => makeRing());
  const signing = await Promise.all(rings.flatMap((ring) => [ring.signingKey(), ring.signingKey()]));
  expect(new Set(signing.map(({ kid }) => kid)).size).toBe(1);
  expect(await world.owner`select 1 from signing_keys`).toHaveLength(1);
});

test("a rotation refuses no token on any instance, from beginning to end", async () => {
  const [here, there] = [makeRing(), makeRing()];
  const before = await here.signingKey();
  const old = await tokenOf(here);
  const { kid, made } = await rotate();
  expect(made).toBe(true);
  // One has heard of it, the other has not, and neither signs with it yet.
  here.forget();
  expect(await kids(here)).toEqual([before.kid, kid].sort());
  for (const ring of [here, there]) expect((await ring.signingKey()).kid).toBe(before.kid);
  expect(await rotate()).toMatchObject({ kid, made: false });

  nowMs += PUBLISHED_AHEAD_MS + 1;
  expect((await here.signingKey()).kid).toBe(kid);
  const young = await tokenOf(here);
  for (const ring of [here, there, makeRing()])
    for (const token of [old, young]) expect(await isGood(ring, token)).toBe(true);
  expect(await kids(here)).toEqual([before.kid, kid].sort());

  // Whatever signed an hour ago has died by now; the list says so, and the private half is forgotten.
  nowMs += 121 * MINUTE;
  expect(await kids(here)).toEqual([kid]);
  await tidySigningKeys(drizzleOver(sql), clock.now());
  const left = await world.owner`select kid, sealed_private_key is null as forgotten from signing_keys`;
  expect(left).toEqual(expect.arrayContaining([{ kid, forgotten: false }]));
  expect(left).not.toEqual(expect.arrayContaining([{ kid: before.kid, forgotten: false }]));
  nowMs += 61 * MINUTE;
  await tidySigningKeys(drizzleOver(sql), clock.now());
  expect((await world.owner`select kid from signing_keys`).map((row) => row.kid)).toEqual([kid]);
});

test("a key stays as long as a private token that it signed", async () => {
  const ring = makeRing();
  const before = await ring.signingKey();
  await world.owner`update signing_keys set needed_until = ${new Date(nowMs + 24 * 60 * MINUTE)} where kid = ${before.kid}`;
  await rotate();
  nowMs += 20 * 60 * MINUTE;
  ring.forget();
  expect(await kids(ring)).toContain(before.kid);
  nowMs += 5 * 60 * MINUTE;
  expect(await kids(ring)).not.toContain(before.kid);
});

test("twenty rotations at once are one", async () => {
  nowMs += 24 * 60 * MINUTE;
  const before = (await world.owner`select 1 from signing_keys`).length;
  const all = await Promise.all(Array.from({ length: 20 }, rotate));
  expect(new Set(all.map(({ kid }) => kid)).size).toBe(1);
  expect(await world.owner`select 1 from signing_keys`).toHaveLength(before + 1);
});

test("unknown ids cost a statement a second at the most", async () => {
  const statements: string[] = [];
  const counted = postgres(world.config.databaseUrl, { max: 1, debug: (_, text) => void statements.push(text) });
  const ring = keyRing({
    db: drizzleOver(counted),
    secret: world.config.secret,
    clock,
    log: makeLogger("silent"),
    isHearing,
  });
  await Promise.all(Array.from({ length: 100 }, (_, n) => ring.publicKey(`unknown ${n}`)));
  const after = statements.filter((text) => text.includes("signing_keys")).length;
  expect(after).toBe(1);
  expect(ring.publicKey("unknown again")).toBeNull();
  await counted.end();
});

test("keys that another secret sealed still verify; a new one signs", async () => {
  const ring = makeRing();
  const token = await tokenOf(ring);
  const changed = makeRing("another secret of the tests, thirty-two bytes");
  expect((await changed.signingKey()).kid).not.toBe((await ring.signingKey()).kid);
  expect(await isGood(changed, token)).toBe(true);
});

test("an instance that hears nothing looks before it believes in a key", async () => {
  const ring = makeRing();
  const { kid } = await ring.signingKey();
  hearing = false;
  await world.owner`delete from signing_keys where kid = ${kid}`;
  expect(await ring.publicKey(kid)).toBeNull();
  expect((await ring.signingKey()).kid).not.toBe(kid);
  hearing = true;
});

test("the states follow from the times alone", () => {
  const at = (minutes: number) => new Date(nowMs + minutes * MINUTE);
  const key = (signsFrom: number, neededUntil = signsFrom) => ({
    signsFrom: at(signsFrom),
    neededUntil: at(neededUntil),
  });
  const keys = [key(5), key(-10), key(-200), key(-1000), key(-2000, 60)];
  expect([...statesOf(keys, at(0)).entries()].map(([{ signsFrom }, state]) => [signsFrom, state])).toEqual([
    [at(5), "next"],
    [at(-10), "current"],
    [at(-200), "retired"],
    [at(-1000), "dead"],
    [at(-2000), "retired"],
  ]);
});
