import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let org: Organization;
let owner: Principal;
let source: string;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  org = await world.organization();
  owner = await world.member(org, "owner");
  source = (await importFile(world, owner, "state,amount\nCA,1\nCA,2\nNY,5\n")).id;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const keyWith = async (input: object, principal = owner): Promise<string> => {
  const made = await createKey(world.call(principal), createKey.input.parse({ name: "Key", ...input }));
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

describe("entity tags", () => {
  let id: string;
  let key: string;
  beforeAll(async () => {
    id = (await importFile(world, owner, "state,amount\nCA,1\nNY,5\n")).id;
    key = await keyWith({ preset: "full_access" });
  });
  const body = { aggregate: [{ function: "count" }] };
  const reads: [string, string, object?][] = [
    ["GET", ""],
    ["GET", "/data?page_size=1"],
    ["GET", "/export?format=csv"],
    ["POST", "/query", body],
  ];
  const send = (method: string, path: string, sent?: object, tag?: string, as = key) =>
    api.send(method, `/sources/${id}${path}`, {
      key: as,
      ...(sent && { body: sent }),
      ...(tag && { headers: { "if-none-match": tag } }),
    });
  const tags = (as = key) =>
    Promise.all(
      reads.map(async ([method, path, sent]) => (await send(method, path, sent, undefined, as)).headers.get("etag")),
    );

  test("whoever has an answer already is told so, which counts and is metered like any other", async () => {
    const ip = "2001:db8:304::1";
    for (const [method, path, sent] of reads) {
      const first = await send(method, path, sent);
      const tag = first.headers.get("etag") ?? "none";
      expect(first.headers.get("cache-control")).toBe("private, no-cache");
      expect(first.headers.get("vary")).toContain("Authorization");
      const left = Number(first.headers.get("x-ratelimit-remaining"));
      for (const named of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
        const again = await api.send(method, `/sources/${id}${path}`, {
          key,
          ip,
          ...(sent && { body: sent }),
          headers: { "if-none-match": named },
        });
        expect([path, again.status, again.text, again.headers.get("etag")]).toEqual([path, 304, "", tag]);
        expect(Number(again.headers.get("x-ratelimit-remaining"))).toBeLessThan(left);
      }
      expect((await send(method, path, sent, '"another"')).status).toBe(200);
    }
    await world.runtime.meter.flush();
    const [metered] =
      await world.owner`select count(*)::int as events from usage_events where ip = ${ip} and status = 304`;
    expect(metered).toEqual({ events: 16 });
    expect(new Set(await tags()).size).toBe(4);
  });

  test("a question of its own has a tag of its own, and so have other rows", async () => {
    const one = (await send("GET", "/data?page_size=1&sort=state")).headers.get("etag");
    const two = (await send("GET", "/data?page_size=1&sort=-state")).headers.get("etag");
    expect(one).not.toBe(two);
    const before = await tags();
    await api.send("POST", `/sources/${id}/rows`, { key, body: { rows: [{ state: "WA", amount: 2 }] } });
    const after = await tags();
    for (const [at, [method, path, sent]] of reads.entries()) {
      expect(after[at]).not.toBe(before[at]);
      expect((await send(method, path, sent, before[at] ?? "")).status).toBe(200);
    }
    // A new name is no new data.
    await api.send("PATCH", `/sources/${id}`, { key, body: { name: "Renamed" } });
    const renamed = await tags();
    expect([renamed[1], renamed[3]]).toEqual([after[1], after[3]]);
    expect(renamed[0]).not.toBe(after[0]);
  });

  test("If-Match takes the tag of a source as it was given, and refuses it once the source is another", async () => {
    const tag = (await send("GET", "")).headers.get("etag") ?? "";
    const patch = () =>
      api.send("PATCH", `/sources/${id}`, { key, headers: { "if-match": tag }, body: { description: "Described" } });
    expect([(await patch()).status, (await patch()).status]).toEqual([200, 412]);
  });

  test("a policy makes other answers and other tags, from the next request on", async () => {
    const viewer = await world.member(org, "viewer");
    const theirs = await keyWith({ preset: "data_access" }, viewer);
    expect((await tags(theirs)).slice(1)).toEqual((await tags()).slice(1));
    const before = await tags(theirs);
    await createPolicy(
      world.call(owner),
      createPolicy.input.parse({
        name: "Only California",
        source_id: id,
        applies_to: [{ type: "role", role: "viewer" }],
        rows: { column: "state", op: "eq", value: "CA" },
      }),
    );
    const after = await tags(theirs);
    for (const [at, [method, path, sent]] of reads.entries()) {
      expect(after[at]).not.toBe(before[at]);
      expect((await send(method, path, sent, before[at] ?? "", theirs)).status).toBe(200);
    }
  });
});
