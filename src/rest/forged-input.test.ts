import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let key: string;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  const owner = await world.member(await world.organization(), "owner");
  const input = createKey.input.parse({ name: "Forger", preset: "full_access" });
  key = (await createKey(world.call(owner), input)).api_key ?? "";
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const LISTS = [
  ...["-created_at", "created_at", "name", "-last_used_at", "expires_at"].map((sort) => `/api-keys?sort=${sort}`),
  ...["-created_at", "created_at", "name", "-row_count", "-updated_at"].map((sort) => `/sources?sort=${sort}`),
  ...["-created_at", "created_at", "name", "-bytes"].map((sort) => `/files?sort=${sort}`),
  ...["-updated_at", "name"].map((sort) => `/dashboards?sort=${sort}`),
  "/audit-events?limit=1",
  "/requests?limit=1",
  "/policies?limit=1",
  "/share-links?limit=1",
];
const VALUES = [
  null,
  "garbage",
  "a\0",
  "\ud800",
  "2020-99-99T00:00:00.000Z",
  "0000-01-01T00:00:00.000Z",
  "99999999999999999999",
  1.5,
  -1,
  -8.64e15,
  1e300,
  [],
  {},
];

test.each(LISTS)("%s refuses cursors that it did not make", async (list) => {
  for (const value of VALUES)
    for (const cursor of [[value], [value, "x"], ["x", value], [1, value], ["2020-01-01T00:00:00.000Z", value]]) {
      const forged = Buffer.from(JSON.stringify(cursor)).toString("base64url");
      const { status } = await api.send("GET", `${list}&cursor=${forged}`, { key });
      expect([200, 422], `${list} with ${JSON.stringify(cursor)} answered ${status}`).toContain(status);
    }
});

test.each([
  "/audit-events?from=0000-01-01T00:00:00Z",
  "/audit-events?to=0001-01-01T00:00:00%2B14:00",
  "/audit-events?to=9999-12-31T23:59:59-14:00",
  "/requests?after=req_7zzzzzzzzzzzzzzzzzzzzzzzzz",
])("%s is refused, not an error of ours", async (path) => {
  expect((await api.send("GET", path, { key })).status).toBe(422);
});

test("an expiry in a year that cannot be written down is refused", async () => {
  const body = { name: "Forever", preset: "read_only", expires_at: "9999-12-31T23:59:59-14:00" };
  expect((await api.send("POST", "/api-keys", { key, body })).status).toBe(422);
});
