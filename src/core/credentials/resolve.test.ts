import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { credentialCache } from "./cache.ts";
import type { CredentialRecord } from "./credential-record.ts";
import { credentialResolver } from "./resolve.ts";
import { mintSecret } from "./secret.ts";

let world: World;
let sql: postgres.Sql;
/** Every statement that went to the server, as the driver sent it. */
let statements: string[] = [];
let hearing = true;

beforeAll(async () => {
  world = await makeWorld();
  sql = postgres(world.config.databaseUrl, { max: 4, debug: (_connection, text) => void statements.push(text) });
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`));
});
afterAll(async () => {
  await sql.end();
  await world.close();
});

function makeResolver() {
  statements = [];
  hearing = true;
  const cache = credentialCache<CredentialRecord>(100);
  const invalidation = { isHearing: () => hearing, orGone: <T>(work: Promise<T>) => work };
  return { cache, resolver: credentialResolver({ sql, prefix: "gk", cache, invalidation, readToken: () => null }) };
}

async function makeSecret(): Promise<string> {
  const owner = await world.member(await world.organization(), "owner");
  const { api_key } = await createKey(
    world.call(owner),
    createKey.input.parse({ name: "Resolved", preset: "read_only" }),
  );
  return api_key ?? "";
}

test("a cold credential costs one statement, a cached one none", async () => {
  const secret = await makeSecret();
  const { resolver } = makeResolver();
  const cold = await resolver.find(secret);
  expect(cold?.principal.via.name).toBe("Resolved");
  expect(statements).toEqual([expect.stringMatching(/^select .* from resolve_credential\(\$1, \$2, \$3, \$4\)$/s)]);
  for (let n = 0; n < 10; n += 1) expect(resolver.find(secret)).toBe(cold);
  expect(statements).toHaveLength(1);
});

test("a hundred requests with one cold credential share that statement", async () => {
  const secret = await makeSecret();
  const { resolver } = makeResolver();
  const found = await Promise.all(Array.from({ length: 100 }, () => resolver.find(secret)));
  expect(new Set(found).size).toBe(1);
  expect(statements).toHaveLength(1);
});

test("what cannot be a secret costs no statement, what nobody was given costs one", async () => {
  const { resolver } = makeResolver();
  const { reveal } = mintSecret("gk", "live");
  expect(resolver.find("gk_live_nonsense")).toBeNull();
  expect(resolver.find(mintSecret("gk", "refresh").reveal)).toBeNull();
  expect(await resolver.find("eyJhbGciOiJub25lIn0.e30.AAAA")).toBeNull();
  expect(resolver.find(`${reveal.slice(0, -1)}${reveal.endsWith("0") ? "1" : "0"}`)).toBeNull();
  expect(statements).toEqual([]);
  expect(await resolver.find(reveal)).toBeNull();
  expect(statements).toHaveLength(1);
});

test("nothing is cached while changes are not heard, nor if one arrives during the look-up", async () => {
  const secret = await makeSecret();
  const { cache, resolver } = makeResolver();
  hearing = false;
  await resolver.find(secret);
  await resolver.find(secret);
  expect([statements.length, cache.size()]).toEqual([2, 0]);
  hearing = true;
  const looking = resolver.find(secret);
  cache.drop({ credential: "key_another" });
  await looking;
  expect([statements.length, cache.size()]).toEqual([3, 0]);
});
