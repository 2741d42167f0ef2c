import { afterAll, beforeAll, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
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

test("replace, append and describe over REST, each answer with the ETag of the source after it", async () => {
  const key = await keyWith({ preset: "full_access" });
  const { id } = await importFile(world, owner, "state,amount\nCA,1\n");
  const upload = async (method: string, path: string, content: string, fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new Blob([content]), "next.csv");
    const answer = await fetch(api.url + path, { method, body: form, headers: { authorization: `Bearer ${key}` } });
    return { status: answer.status, etag: answer.headers.get("etag"), body: (await answer.json()) as Source };
  };
  const rows = async () => (await api.send("GET", `/sources/${id}/data`, { key })).body.data;

  const replaced = await upload("PUT", `/sources/${id}/content`, "state,amount\nNY,7\n");
  expect(replaced).toMatchObject({ status: 200, body: { row_count: 1, load: { status: "done" } } });
  expect(replaced.etag).toBe(`"v${replaced.body.version}"`);

  const other = await upload("PUT", `/sources/${id}/content`, "state,price\nNY,7\n");
  expect(other).toMatchObject({ status: 409, body: { code: "schema_changed" } });
  expect(await rows()).toEqual([{ state: "NY", amount: 7 }]);
  const flagged = { accept_schema_change: "yes" };
  expect((await upload("PUT", `/sources/${id}/content`, "a\n1\n", flagged)).status).toBe(422);
  const accepted = { accept_schema_change: "true" };
  expect((await upload("PUT", `/sources/${id}/content`, "state,price\nNY,7\n", accepted)).status).toBe(200);

  const body = { rows: [{ state: "CA", price: 3 }, { state: "WA" }] };
  expect(await api.send("POST", `/sources/${id}/rows`, { key, body })).toMatchObject({
    status: 200,
    body: { row_count: 3 },
  });
  expect((await upload("POST", `/sources/${id}/rows`, "price,state\n9,OR\n")).body.row_count).toBe(4);
  expect(await rows()).toEqual([
    { state: "NY", price: 7 },
    { state: "CA", price: 3 },
    { state: "WA", price: null },
    { state: "OR", price: 9 },
  ]);
  const smuggled = { rows: [{ state: "x" }], upload_id: "upl_x" };
  expect((await api.send("POST", `/sources/${id}/rows`, { key, body: smuggled })).status).toBe(422);

  const seen = await api.send("GET", `/sources/${id}`, { key });
  const patch = { column_descriptions: { state: "Two letters" } };
  const headers = { "if-match": seen.headers.get("etag") ?? "" };
  expect((await api.send("PATCH", `/sources/${id}`, { key, headers, body: patch })).status).toBe(200);
  expect((await api.send("PATCH", `/sources/${id}`, { key, headers, body: patch })).status).toBe(412);

  const readOnly = await keyWith({ type: "read_only", preset: "data_access" });
  expect((await api.send("POST", `/sources/${id}/rows`, { key: readOnly, body })).body.code).toBe(
    "read_only_credential",
  );
  // Nobody sends a file to hear then that there is no such source.
  expect((await upload("PUT", "/sources/src_unknown/content", "a\n1\n")).status).toBe(404);
});
