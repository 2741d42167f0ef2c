import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/id.ts";
import { givenS3, startS3 } from "#testing/s3-server.ts";
import { localStore } from "./local-store.ts";
import { ObjectMissing, type ObjectStore, objectKey } from "./object-store.ts";
import { s3Store } from "./s3-store.ts";

/** THE TABLE OF STORES: whatever holds for one holds for each. */
type Opened = { store: ObjectStore; close(): Promise<void> };
const given = givenS3();
const stores: Record<string, () => Promise<Opened>> = {
  "a local folder": async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-store-"));
    return { store: localStore(folder), close: () => rm(folder, { recursive: true, force: true }) };
  },
  "an S3-compatible server": async () => {
    const { config, stop } = await startS3();
    return { store: s3Store(config), close: stop };
  },
  ...(given && {
    "the S3-compatible server of TEST_S3_ENDPOINT": async () => ({ store: s3Store(given), close: async () => {} }),
  }),
};

const MIB = 2 ** 20;
const newKey = () => objectKey(newId("org"), newId("file"));
async function* inChunks(bytes: Buffer, size = 64 * 1024) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* broken(bytes: Buffer) {
  yield* inChunks(bytes);
  throw new Error("broken off");
}
const read = async (stream: Readable) => Buffer.concat(await stream.toArray());

describe.each(Object.entries(stores))("%s", (_, make) => {
  let opened: Opened;
  let store: ObjectStore;
  beforeAll(async () => {
    opened = await make();
    store = opened.store;
  });
  afterAll(async () => {
    store.close();
    await opened.close();
  });

  test.each([0, 1, 100_000, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 20 * MIB])(
    "%i bytes come back as they went in",
    async (size) => {
      const key = newKey();
      const bytes = randomBytes(size);
      await store.put(key, inChunks(bytes, 100_001));
      expect((await read(await store.open(key))).equals(bytes)).toBe(true);
    },
  );

  test("a part is exactly that part", async () => {
    const key = newKey();
    const bytes = randomBytes(1000);
    await store.put(key, inChunks(bytes));
    for (const [first, last] of [
      [0, 0],
      [0, 999],
      [999, 999],
      [10, 19],
    ] as const)
      expect((await read(await store.open(key, { first, last }))).equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  test.each([0, 1000, 20 * MIB])("a source that breaks off after %i bytes leaves no object", async (size) => {
    const key = newKey();
    await expect(store.put(key, broken(randomBytes(size)))).rejects.toThrow("broken off");
    await expect(store.open(key)).rejects.toBeInstanceOf(ObjectMissing);
    await store.remove(key);
  });

  test("what is removed is gone, and removing it again changes nothing", async () => {
    const key = newKey();
    await store.put(key, inChunks(Buffer.from("here")));
    await store.remove(key);
    await expect(store.open(key)).rejects.toBeInstanceOf(ObjectMissing);
    await store.remove(key);
  });

  test("objects do not mix", async () => {
    const keys = Array.from({ length: 10 }, newKey);
    await Promise.all(keys.map((key) => store.put(key, inChunks(Buffer.from(key)))));
    for (const key of keys) expect((await read(await store.open(key))).toString()).toBe(key);
  });

  test.each([
    "../../etc/passwd",
    "org_x/file_y",
    "",
    "/",
    `${newId("org")}/../../x`,
    `${newId("org")}/${newId("file")}/..`,
  ])("%j is no key, to whatever end", async (key) => {
    await expect(async () => store.put(key, inChunks(Buffer.from("x")))).rejects.toThrow("no key");
    await expect(async () => store.open(key)).rejects.toThrow("no key");
    await expect(async () => store.remove(key)).rejects.toThrow("no key");
  });
});

test("a folder keeps nothing of what was broken off or removed, and shows nothing half-written under its name", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "gatehouse-store-"));
  const store = localStore(folder);
  const [one, two] = [newKey(), newKey()];
  const names = async () => (await readdir(folder, { recursive: true })).filter((name) => name.includes("file_"));
  let seen: string[] = [];
  await store.put(
    one,
    (async function* () {
      yield Buffer.from("a");
      seen = await names();
      yield Buffer.from("b");
    })(),
  );
  expect(seen.every((name) => name.endsWith(".part"))).toBe(true);
  await store.put(two, broken(Buffer.from("x"))).catch(() => {});
  expect(await names()).toEqual([one]);
  await store.remove(one);
  expect(await names()).toEqual([]);
  await rm(folder, { recursive: true });
});

// The bucket of the other tests does not speak of uploads in parts; one that was named in the environment does.
if (given)
  test("removing ends uploads in parts that a process left which died", async () => {
    const { CreateMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } = await import("@aws-sdk/client-s3");
    const client = new S3Client({
      region: given.region,
      endpoint: given.endpoint ?? "",
      forcePathStyle: true,
      credentials: given.credentials ?? { accessKeyId: "", secretAccessKey: "" },
    });
    const key = newKey();
    await client.send(new CreateMultipartUploadCommand({ Bucket: given.bucket, Key: key }));
    const begun = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket: given.bucket, Prefix: key }))).Uploads?.length ?? 0;
    expect(await begun()).toBe(1);
    await s3Store(given).remove(key);
    expect(await begun()).toBe(0);
  });
