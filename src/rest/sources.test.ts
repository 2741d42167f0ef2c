import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let owner: Principal;
let source: string;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
  source = (await importFile(world, owner, "state,amount\nCA,1\nCA,2\nNY,5\n")).id;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const keyWith = async (input: object): Promise<string> => {
  const made = await createKey(world.call(owner), createKey.input.parse({ name: "Key", ...input }));
  if (!made.api_key) throw new Error("no secret");
  return made.api_key;
};

test("a query is a read: a read-only key may, an Idempotency-Key means nothing, and nothing is recorded", async () => {
  const key = await keyWith({ type: "read_only", preset: "data_access" });
  const before = await world.owner`select max(seq) from audit_events`;
  const send = (filter: string[]) =>
    api.send("POST", `/sources/${source}/query`, {
      key,
      headers: { "idempotency-key": "the same" },
      body: { group_by: ["state"], aggregate: [{ function: "sum", column: "amount" }], filter },
    });
  expect((await send([])).body.data).toEqual([
    { state: "CA", sum_amount: 3 },
    { state: "NY", sum_amount: 5 },
  ]);
  // Under one key, a write with another body would be a conflict.
  expect((await send(["state:eq:NY"])).body.data).toEqual([{ state: "NY", sum_amount: 5 }]);
  expect(await world.owner`select max(seq) from audit_events`).toEqual(before);
});

test("what is wrong with a query is named by its place", async () => {
  const key = await keyWith({ preset: "data_access" });
  const answer = await api.send("POST", `/sources/${source}/query`, {
    key,
    body: { aggregate: [{ function: "sum", column: "state" }], filter: [{ column: "amount", op: "is", value: 1 }] },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([expect.objectContaining({ attr: "filter.0.op", code: "invalid_value" })]);
});
