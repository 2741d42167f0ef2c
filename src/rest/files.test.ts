import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { StoredFile } from "#contract/file.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { holdClock } from "#testing/hold-clock.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type World } from "#testing/world.ts";

let world: World;
let api: Api;
let owner: Principal;
let key: string;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
  key = await keyOf("live");
});
beforeEach(() => holdClock(world));
afterAll(async () => {
  await api.close();
  await world.close();
});

async function keyOf(type: "live" | "test"): Promise<string> {
  const input = createKey.input.parse({ name: "Files", type, scopes: ["data:write"], rate_limit: 100_000 });
  return (await createKey(world.call(owner), input)).api_key ?? "";
}
type Part = { name: string; value: string | Blob; fileName?: string };
async function upload(parts: Part[], headers: Record<string, string> = {}) {
  const form = new FormData();
  for (const { name, value, fileName } of parts)
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, fileName ?? "data.bin");
  const response = await fetch(`${api.url}/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: form,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}
const file = (content: string | Uint8Array<ArrayBuffer>, fileName?: string, type?: string): Part => ({
  name: "file",
  value: new Blob([content], type ? { type } : {}),
  ...(fileName !== undefined && { fileName }),
});
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(api.url + path, { method, headers: { authorization: `Bearer ${key}`, ...headers } });
const digest = (algorithm: "sha-256" | "sha-512", content: string) =>
  `${algorithm}=:${createHash(algorithm.replace("-", "")).update(content).digest("base64")}:`;
const removals = async () =>
  (await world.owner<{ key: string }[]>`select key from object_removals`).map((row) => row.key);

describe("uploading", () => {
  test("answers 201 with the file, and its content is there", async () => {
    const { status, headers, body } = await upload([
      { name: "description", value: "Numbers" },
      file("a,b\n1,2\n", "numbers.csv", "text/csv"),
      { name: "name", value: "Numbers.csv" },
    ]);
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('"v1"');
    expect(body).toMatchObject({
      name: "Numbers.csv",
      description: "Numbers",
      content_type: "text/csv; charset=utf-8",
      bytes: 8,
      sha256: createHash("sha256").update("a,b\n1,2\n").digest("hex"),
    });
    expect(await (await get(`/files/${body.id}/content`)).text()).toBe("a,b\n1,2\n");
  });

  test.each([
    ["no file", [], "required"],
    ["a field that there is not", [file("x"), { name: "owner", value: "me" }], "unknown_field"],
    ["a field twice", [file("x"), { name: "name", value: "a" }, { name: "name", value: "b" }], "duplicate"],
    ["a name with a path in it", [file("x"), { name: "name", value: "../x" }], "custom"],
    ["two files", [file("x"), file("y")], "duplicate"],
    ["the file under another name", [{ ...file("x"), name: "upload" }], "unknown_field"],
  ] as [string, Part[], string][])("refuses %s and keeps nothing", async (_, parts, code) => {
    const before = (await (await get("/files?limit=100")).json()) as { data: unknown[] };
    const { status, body } = await upload(parts);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ code }]);
    expect(((await (await get("/files?limit=100")).json()) as { data: unknown[] }).data).toHaveLength(
      before.data.length,
    );
    await world.runtime.work.runOnce();
    expect(await removals()).toEqual([]);
  });

  test("takes whatever name a client thinks of, and gives it back so that no header is broken", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (fileName) => {
        const { status, body } = await upload([file("x", fileName)]);
        expect(status).toBe(201);
        const answer = await get(`/files/${body.id}/content`);
        const [, exact = ""] = /filename\*=UTF-8''(\S*)$/.exec(answer.headers.get("content-disposition") ?? "") ?? [];
        expect(decodeURIComponent(exact)).toBe(body.name);
      }),
      { numRuns: 40 },
    );
  });

  test("a body that is no form is refused before it is read", async () => {
    const answer = await api.send("POST", "/files", { key, body: { file: "x" } });
    expect(answer.body).toMatchObject({ status: 415, code: "unsupported_media_type" });
  });

  test("a client that hangs up half-way leaves no file, and no object", async () => {
    const { hostname, port, pathname } = new URL(`${api.url}/files`);
    const socket = connect(Number(port), hostname);
    const start = '--x\r\ncontent-disposition: form-data; name="file"; filename="half.bin"\r\n\r\n';
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 10000000\r\n\r\n${start}`,
    );
    socket.write(randomBytes(200_000));
    await vi.waitFor(async () => expect(await removals()).toHaveLength(1));
    const [half = ""] = await removals();
    socket.destroy();
    await vi.waitFor(async () => {
      await world.runtime.work.runOnce();
      expect(await removals()).toEqual([]);
    });
    await expect(world.runtime.store.open(half)).rejects.toThrow("not in the folder");
    const listed = (await (await get("/files?q=half.bin")).json()) as { data: unknown[] };
    expect(listed.data).toEqual([]);
  });
});

describe("checksums (RFC 9530)", () => {
  test.each([
    { "content-digest": digest("sha-256", "hello") },
    { "content-digest": digest("sha-512", "hello") },
    { "repr-digest": `${digest("sha-256", "hello")}, ${digest("sha-512", "hello")}` },
    { "repr-digest": digest("sha-256", "hello"), "content-digest": digest("sha-512", "hello") },
    { "content-digest": "unixsum=:AAE=:" },
  ] as Record<string, string>[])("%j of the file is accepted", async (headers) => {
    expect((await upload([file("hello")], headers)).status).toBe(201);
  });

  test("one of the whole body is accepted, as the RFC means it", async () => {
    const body = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhello\r\n--x--\r\n';
    const send = (of: string) =>
      api.send("POST", "/files", {
        key,
        body,
        headers: { "content-type": "multipart/form-data; boundary=x", "content-digest": digest("sha-256", of) },
      });
    expect((await send(body)).status).toBe(201);
    expect((await send(`${body} `)).status).toBe(422);
  });

  test.each([
    [{ "content-digest": digest("sha-256", "other") }, 422, "invalid_input"],
    [{ "repr-digest": digest("sha-512", "other") }, 422, "invalid_input"],
    [{ "content-digest": digest("sha-256", "hello"), "repr-digest": digest("sha-256", "other") }, 422, "invalid_input"],
    [{ "content-digest": `${digest("sha-256", "hello")}, ${digest("sha-512", "other")}` }, 422, "invalid_input"],
    [{ "content-digest": "sha-256=:aGVsbG8=:" }, 400, "invalid_request"],
    [{ "content-digest": "sha-256=abc" }, 400, "invalid_request"],
    [{ "content-digest": "" }, 400, "invalid_request"],
  ] as [Record<string, string>, number, string][])(
    "%j is refused, and nothing is kept",
    async (headers, status, code) => {
      const before = await world.owner`select 1 from files`;
      const { body } = await upload([file("hello")], headers);
      expect(body).toMatchObject({ status, code });
      await world.runtime.work.runOnce();
      expect(await removals()).toEqual([]);
      expect(await world.owner`select 1 from files`).toHaveLength(before.length);
    },
  );

  test("stand above what is downloaded", async () => {
    const { id } = await uploadFile(world, owner, "hello");
    const whole = await get(`/files/${id}/content`);
    expect(whole.headers.get("repr-digest")).toBe(digest("sha-256", "hello"));
    expect(whole.headers.get("content-digest")).toBe(digest("sha-256", "hello"));
    const part = await get(`/files/${id}/content`, { range: "bytes=0-1" });
    expect(part.headers.get("repr-digest")).toBe(digest("sha-256", "hello"));
    expect(part.headers.get("content-digest")).toBeNull();
  });
});

describe("downloading", () => {
  let made: StoredFile;
  const bytes = randomBytes(300_000);
  beforeAll(async () => {
    made = await uploadFile(world, owner, bytes, { fileName: "noise.bin" });
  });
  const content = () => `/files/${made.id}/content`;

  test("whole: length, tag, type, and that it is a download", async () => {
    const answer = await get(content());
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "300000",
      "content-disposition": `attachment; filename="noise.bin"; filename*=UTF-8''noise.bin`,
      "accept-ranges": "bytes",
      etag: `"${made.sha256}"`,
      "cache-control": "private, no-cache",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "x-ratelimit-limit": expect.any(String),
    });
  });

  test("ranges as a naive slice has them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 310_000 }), fc.option(fc.nat({ max: 310_000 })), async (first, last) => {
        const answer = await get(content(), { range: `bytes=${first}-${last ?? ""}` });
        const body = Buffer.from(await answer.arrayBuffer());
        if (last !== null && last < first) {
          expect(answer.status).toBe(200);
          expect(body.equals(bytes)).toBe(true);
          return;
        }
        if (first >= bytes.length) {
          expect(answer.status).toBe(416);
          expect(answer.headers.get("content-range")).toBe("bytes */300000");
          return;
        }
        expect(answer.status).toBe(206);
        expect(body.equals(bytes.subarray(first, last === null ? undefined : last + 1))).toBe(true);
        const end = Math.min(last ?? bytes.length, bytes.length - 1);
        expect(answer.headers.get("content-range")).toBe(`bytes ${first}-${end}/300000`);
        expect(answer.headers.get("content-length")).toBe(String(body.length));
      }),
      { numRuns: 100 },
    );
  });

  test("a part that is not there is a problem that says how much there is", async () => {
    const answer = await get(content(), { range: "bytes=300000-" });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "range_not_satisfiable" });
  });

  test("HEAD says all of it and sends nothing", async () => {
    const answer = await get(content(), { range: "bytes=0-1" }, "HEAD");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-length")).toBe("300000");
    expect(answer.headers.get("etag")).toBe(`"${made.sha256}"`);
    expect(await answer.text()).toBe("");
  });

  test("304 for those who have it, 412 for those who wanted another", async () => {
    const same = await get(content(), { "if-none-match": `"${made.sha256}"` });
    expect([same.status, same.headers.get("etag"), await same.text()]).toEqual([304, `"${made.sha256}"`, ""]);
    expect((await get(content(), { "if-match": '"other"' })).status).toBe(412);
    const resumed = await get(content(), { range: "bytes=299990-", "if-range": `"${made.sha256}"` });
    expect(resumed.status).toBe(206);
    expect((await get(content(), { range: "bytes=299990-", "if-range": '"other"' })).status).toBe(200);
  });

  test("is metered with the status that was answered", async () => {
    const id = "files-metered-range";
    await (await get(content(), { range: "bytes=0-0", "x-request-id": id })).arrayBuffer();
    await world.runtime.meter.flush();
    const [row] = await world.owner`select operation, status from usage_events where request_id = ${id}`;
    expect(row).toEqual({ operation: "readFileContent", status: 206 });
  });

  test("a client that hangs up in the middle leaves nothing open", async () => {
    const large = await uploadFile(world, owner, Buffer.alloc(30_000_000), { fileName: "large.bin" });
    const open = vi.spyOn(world.runtime.store, "open");
    const ending = new AbortController();
    const answer = await fetch(`${api.url}/files/${large.id}/content`, {
      headers: { authorization: `Bearer ${key}` },
      signal: ending.signal,
    });
    await answer.body?.getReader().read();
    ending.abort();
    const stream = await open.mock.results[0]?.value;
    await vi.waitFor(() => expect(stream.destroyed).toBe(true));
    open.mockRestore();
  });

  test("an error half-way cuts the connection instead of faking an end", async () => {
    const { Readable } = await import("node:stream");
    vi.spyOn(world.runtime.store, "open").mockResolvedValueOnce(
      Readable.from(
        (async function* () {
          yield bytes.subarray(0, 100_000);
          throw new Error("the disk is broken");
        })(),
      ),
    );
    await expect(get(content()).then((answer) => answer.arrayBuffer())).rejects.toThrow();
  });

  test("an empty file is answered as such, whatever part of it is asked for", async () => {
    const empty = await uploadFile(world, owner, "");
    const whole = await get(`/files/${empty.id}/content`);
    expect([whole.status, whole.headers.get("content-length"), await whole.text()]).toEqual([200, "0", ""]);
    expect((await get(`/files/${empty.id}/content`, { range: "bytes=-5" })).status).toBe(200);
    expect((await get(`/files/${empty.id}/content`, { range: "bytes=0-" })).status).toBe(416);
  });

  test.each([
    ["<!doctype html><script>alert(1)</script>", "text/html", "attachment"],
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml", "attachment"],
    ["<?xml version='1.0'?><x/>", "application/xml", "attachment"],
    ["alert(1)", "text/javascript", "attachment"],
    ["<script>alert(1)</script>", "image/png", "attachment"],
    ["hello", "text/plain", "inline"],
    ['{"a":1}', "application/json", "inline"],
  ])("%s as %s comes as %s, and runs nothing", async (text, type, disposition) => {
    const active = await uploadFile(world, owner, text, { fileName: "x", contentType: type });
    const answer = await get(`/files/${active.id}/content`);
    expect(answer.headers.get("content-disposition")?.split(";")[0]).toBe(disposition);
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.headers.get("content-security-policy")).not.toContain("allow-");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

test("changes and deletes by REST, with versions", async () => {
  const made = await uploadFile(world, owner, "hello");
  const { id: project } = await createProject(world.call(owner), { name: "Other", description: null });
  const moved = await api.send("PATCH", `/files/${made.id}`, {
    key,
    body: { name: "b.txt", project_id: project },
    headers: { "if-match": '"v1"' },
  });
  expect(moved.body).toMatchObject({ name: "b.txt", project_id: project, version: 2 });
  expect(moved.headers.get("etag")).toBe('"v2"');
  const late = await api.send("PATCH", `/files/${made.id}`, {
    key,
    body: { name: "c" },
    headers: { "if-match": '"v1"' },
  });
  expect(late.status).toBe(412);
  expect((await api.send("PATCH", `/files/${made.id}`, { key, body: { bytes: 1 } })).status).toBe(422);
  expect((await api.send("DELETE", `/files/${made.id}`, { key })).status).toBe(200);
  expect((await api.send("GET", `/files/${made.id}/content`, { key })).status).toBe(404);
});

test("a test key sees, makes and changes test files only", async () => {
  const live = await uploadFile(world, owner, "live");
  const testKey = await keyOf("test");
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/content"],
    ["PATCH", ""],
    ["DELETE", ""],
  ] as const) {
    const options = { key: testKey, ...(method === "PATCH" && { body: { name: "x" } }) };
    expect((await api.send(method, `/files/${live.id}${path}`, options)).status).toBe(404);
  }
  expect((await api.send("GET", "/files", { key: testKey })).body).toEqual({ data: [], next_cursor: null });
  const made = await upload([file("test")], { authorization: `Bearer ${testKey}` });
  expect(made.body).toMatchObject({ livemode: false });
  expect((await get(`/files/${made.body.id}`)).status).toBe(404);
});

test("the list goes on from page to page in each order, and each file stands in it once", async () => {
  const editor = await world.member(await world.organization(), "editor");
  const input = createKey.input.parse({ name: "List", scopes: ["data:read"] });
  const listKey = (await createKey(world.call(editor), input)).api_key ?? "";
  for (let n = 0; n < 7; n++) await uploadFile(world, editor, "x".repeat(n % 3), { fileName: `file ${n % 4}` });
  const seen: Record<string, StoredFile[]> = {};
  for (const sort of ["-created_at", "created_at", "name", "-bytes"]) {
    let cursor: unknown = "";
    const all: StoredFile[] = [];
    while (cursor !== null) {
      const { body } = await api.send("GET", `/files?limit=2&sort=${sort}${cursor ? `&cursor=${cursor}` : ""}`, {
        key: listKey,
      });
      all.push(...(body.data as StoredFile[]));
      cursor = body.next_cursor;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(7);
    seen[sort] = all;
  }
  const ids = (sort: string) => seen[sort]?.map(({ id }) => id) ?? [];
  expect(ids("created_at")).toEqual(ids("-created_at").toReversed());
  expect(seen.name?.map(({ name }) => name)).toEqual(seen.name?.map(({ name }) => name).toSorted());
  expect(seen["-bytes"]?.map(({ bytes }) => bytes)).toEqual([2, 2, 1, 1, 0, 0, 0]);
});
