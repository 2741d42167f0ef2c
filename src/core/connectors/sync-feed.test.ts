import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { syncNext } from "#core/connectors/sync-next.ts";
import type { Principal } from "#core/principal.ts";
import { getConnector } from "#domain/connectors/get-connector.ts";
import { getSync } from "#domain/connectors/get-sync.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { testConnector } from "#domain/connectors/test-connector.ts";
import { updateConnector } from "#domain/connectors/update-connector.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { type FeedServer, feedServer } from "#testing/feed-server.ts";
import { makeConnector, syncNow } from "#testing/sync.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let feed: FeedServer;
let elsewhere: FeedServer;
let editor: Principal;
beforeAll(async () => {
  world = await makeWorld();
  feed = await feedServer();
  elsewhere = await feedServer();
  editor = await world.member(await world.organization(), "editor");
});
afterAll(async () => {
  await feed.close();
  await elsewhere.close();
  await world.close();
});

let paths = 0;
/** A connector to a path of its own. */
const connect = async (answer: Parameters<FeedServer["at"]>[1], settings: object = {}, more: object = {}) => {
  paths += 1;
  const path = `/feed-${paths}`;
  feed.at(path, answer);
  const input = { name: "Feed", settings: { kind: "http" as const, url: `${feed.url}${path}`, ...settings }, ...more };
  const { id } = await makeConnector(world, editor, input);
  return { id, path, asked: () => feed.asked.filter((each) => each.path === path) };
};
const rowsOf = async (id: string) => {
  const source = (await getConnector(world.call(editor), { id })).source_id ?? "";
  return (await readRows(world.call(editor), readRows.input.parse({ id: source }))).data;
};
/** Tries and syncs it: both fail at the same step. */
const failure = async (id: string) => {
  const { steps } = await testConnector(world.call(editor), { id });
  const failed = steps.find(({ status }) => status === "failed");
  const sync = await syncNow(world, editor, id);
  expect(sync.error).toEqual({ step: failed?.step, detail: failed?.detail });
  return sync.error;
};

test.each([
  ["CSV", "id,name\n1,Ada\n2,Alan\n"],
  ["CSV with semicolons", "id;name\n1;Ada\n2;Alan\n"],
  [
    "JSON",
    JSON.stringify([
      { id: 1, name: "Ada" },
      { id: 2, name: "Alan" },
    ]),
  ],
  ["NDJSON", '{"id":1,"name":"Ada"}\n{"id":2,"name":"Alan"}\n'],
])("%s becomes a source", async (_, body) => {
  const { id } = await connect(body);
  expect(await testConnector(world.call(editor), { id })).toMatchObject({
    ok: true,
    columns: [
      { name: "id", type: "integer" },
      { name: "name", type: "text" },
    ],
  });
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded", changes: { total: 2, added: 2 } });
  expect(await rowsOf(id)).toEqual([
    { id: 1, name: "Ada" },
    { id: 2, name: "Alan" },
  ]);
});

test("rows are taken from where the pointer says, and gzip is read", async () => {
  const body = JSON.stringify({
    "a/b": { items: "no" },
    data: [{ rows: [] }, { rows: [{ id: 1, rows: "]" }] }],
    end: 1,
  });
  const { id } = await connect(
    (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(body)),
    { rows_at: "/data/1/rows" },
  );
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
  expect(await rowsOf(id)).toEqual([{ id: 1, rows: "]" }]);
});

test("what has not changed is not sent again, nor loaded again", async () => {
  let etag = '"one"';
  const { id, asked } = await connect((request, response) => {
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { etag, "last-modified": "Wed, 01 Jul 2026 07:28:00 GMT" }).end("id\n1\n");
  });
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "unchanged", bytes_read: 0 });
  expect(asked().at(-1)?.headers).toMatchObject({
    "if-none-match": '"one"',
    "if-modified-since": "Wed, 01 Jul 2026 07:28:00 GMT",
  });
  // Another ETag for the same bytes.
  etag = '"two"';
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "unchanged" });
  // Other settings: whatever was seen is no answer to them.
  await updateConnector(world.call(editor), { id, settings: { timeout_seconds: 60 } });
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
  expect(asked().at(-1)?.headers).not.toHaveProperty("if-none-match");
});

test("rows that were put there by others are replaced, though the feed has not changed", async () => {
  const { id } = await connect("id\n1\n");
  await syncNow(world, editor, id);
  await world.owner`update sources set data_version = data_version + 1 where id = (select source_id from connectors where id = ${id})`;
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded", changes: { total: 1 } });
});

describe("credentials", () => {
  test.each([
    [{ type: "bearer" }, "authorization", "Bearer s3cret"],
    [{ type: "basic", user: "ada" }, "authorization", `Basic ${Buffer.from("ada:s3cret").toString("base64")}`],
    [{ type: "header", name: "X-API-Key" }, "x-api-key", "s3cret"],
  ])("%o are sent as a header", async (auth, header, value) => {
    const { id, asked } = await connect("id\n1\n", { auth }, { secret: "s3cret" });
    await syncNow(world, editor, id);
    expect(asked().at(-1)?.headers[header]).toBe(value);
  });
  test("are not sent to another origin, nor to the first once a redirect has left it", async () => {
    let back = "";
    elsewhere.at("/away", (_, response) => void response.writeHead(302, { location: back }).end());
    const { id, path } = await connect(
      (_, response) => void response.writeHead(307, { location: `${elsewhere.url}/away` }).end(),
      { auth: { type: "bearer" } },
      { secret: "s3cret" },
    );
    back = `${feed.url}${path}-back`;
    feed.at(`${path}-back`, "id\n1\n");
    expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
    const seen = [...feed.asked, ...elsewhere.asked].filter(({ path: at }) => at === `${path}-back` || at === "/away");
    expect(seen).toHaveLength(2);
    for (const { headers } of seen) expect(headers).not.toHaveProperty("authorization");
  });
  test("stay with a redirect on the same origin", async () => {
    feed.at("/moved", "id\n1\n");
    const { id } = await connect(
      (_, response) => void response.writeHead(301, { location: "/moved" }).end(),
      { auth: { type: "bearer" } },
      { secret: "s3cret" },
    );
    await syncNow(world, editor, id);
    expect(feed.asked.at(-1)).toMatchObject({ path: "/moved", headers: { authorization: "Bearer s3cret" } });
  });
});

describe("tells why it cannot read", () => {
  const redirect = (location: string) => (_: unknown, response: import("node:http").ServerResponse) =>
    void response.writeHead(302, { location }).end();
  test.each<[string, Parameters<FeedServer["at"]>[1], string]>([
    ["401", (_, response) => void response.writeHead(401).end(), "login"],
    ["404", (_, response) => void response.writeHead(404).end(), "answer"],
    ["500", (_, response) => void response.writeHead(500).end("SECRET STACK"), "answer"],
    ["an unasked 304", (_, response) => void response.writeHead(304).end(), "answer"],
    ["an HTML page", "<!doctype html>\n<p>Log in", "columns"],
    ["nothing", "", "format"],
    ["one object", '{\n  "error": "no"\n}', "format"],
    ["a workbook", "PK\u0003\u0004 and more", "format"],
    ["brotli", (_, response) => void response.writeHead(200, { "content-encoding": "br" }).end("x"), "format"],
    ["broken gzip", (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x"), "format"],
    ["a redirect to the metadata service", redirect("http://169.254.169.254/latest/meta-data/"), "address"],
    ["a redirect to a private network", redirect("http://10.0.0.1/"), "address"],
    ["a redirect to IPv6 loopback", redirect("http://[::1]:1/"), "address"],
    ["a redirect to a mapped address", redirect("http://[::ffff:10.0.0.1]/"), "address"],
    ["a redirect to a file", redirect("file:///etc/passwd"), "address"],
    ["a redirect with a password", redirect("http://ada:pw@127.0.0.1/"), "answer"],
    ["a redirect to nowhere", redirect("http://"), "answer"],
  ])("%s", async (_, answer, step) => {
    const { id } = await connect(answer, {}, { key_columns: ["id"] });
    const error = await failure(id);
    expect(error).toMatchObject({ step, detail: expect.stringMatching(/^.{10,300}$/) });
    expect(error?.detail).not.toContain("SECRET");
  });
  test("redirects without an end", async () => {
    const { id, path } = await connect((_, response) => void response.writeHead(302, { location: path }).end());
    expect(await failure(id)).toEqual({ step: "answer", detail: "There were more than 5 redirects." });
  });
  test("a pointer that leads to no array", async () => {
    const { id } = await connect('{"data": {"items": {}}}', { rows_at: "/data/items" });
    expect(await failure(id)).toMatchObject({ step: "format" });
  });
  test("a host that cuts its answer", async () => {
    const { id } = await connect((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("id\n1\n");
      setImmediate(() => response.destroy());
    });
    expect(await failure(id)).toMatchObject({ step: "connect" });
  });
});

test("more than 256 MiB are not read, also if gzip hides them", async () => {
  const mebibyte = Buffer.from(`${"a".repeat(1023)}\n`.repeat(1024));
  const endless = gzipSync(Buffer.concat(Array.from({ length: 300 }, () => mebibyte)), { level: 1 });
  expect(endless.length).toBeLessThan(10 * 1024 * 1024);
  const { id } = await connect(
    (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(endless),
  );
  expect((await syncNow(world, editor, id)).error).toEqual({
    step: "answer",
    detail: "The feed is larger than 256 MiB.",
  });
});

test("a feed that never ends is given up in its time, and the old rows stay", async () => {
  let stuck = false;
  const { id } = await connect(
    (_, response) => {
      if (!stuck) return void response.end("id\n1\n");
      response.write("id\n");
      const more = setInterval(() => response.write("2\n"), 20);
      response.on("close", () => clearInterval(more));
    },
    { timeout_seconds: 5 },
  );
  await syncNow(world, editor, id);
  stuck = true;
  const { id: sync } = await startSync(world.call(editor), { id });
  await syncNext(world.runtime);
  expect((await getSync(world.call(editor), { id: sync })).error).toEqual({
    step: "answer",
    detail: "Reading took longer than 5 seconds.",
  });
  expect(await rowsOf(id)).toEqual([{ id: 1 }]);
});

test("a column that holds something else fails the sync; one that is empty for once does not", async () => {
  let body = "id,zip\n1,12345\n";
  const { id } = await connect((_, response) => void response.end(body));
  await syncNow(world, editor, id);
  body = "id,zip\n1,\n";
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "succeeded" });
  body = "id,zip\n1,AB1 2CD\n";
  expect(await syncNow(world, editor, id)).toMatchObject({ status: "failed", error: { step: "columns" } });
  expect(await rowsOf(id)).toEqual([{ id: 1, zip: null }]);
});
