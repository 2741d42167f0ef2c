import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { FileName } from "#contract/file.ts";
import type { S3Config } from "#core/config.ts";
import { eraseOrganization } from "#core/organizations/erase-organization.ts";
import type { Principal } from "#core/principal.ts";
import { ObjectMissing, objectKey } from "#core/storage/object-store.ts";
import { receiveObject } from "#core/storage/receive-object.ts";
import { removeObjects } from "#core/storage/remove-objects.ts";
import { inTenant } from "#core/tenant.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { givenS3, startS3 } from "#testing/s3-server.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createFile } from "./create-file.ts";
import { deleteFile } from "./delete-file.ts";
import { getFile } from "./get-file.ts";
import { listFiles } from "./list-files.ts";
import { readContent } from "./read-content.ts";
import { readRoom } from "./read-room.ts";
import { receiveFile } from "./receive-file.ts";
import { updateFile } from "./update-file.ts";

const given = givenS3();
const places: Record<string, () => Promise<{ s3: S3Config | null; stop(): Promise<void> }>> = {
  "in a local folder": async () => ({ s3: null, stop: async () => {} }),
  "in an S3-compatible store": async () => {
    const { config, stop } = await startS3();
    return { s3: config, stop };
  },
  ...(given && { "in the store of TEST_S3_ENDPOINT": async () => ({ s3: given, stop: async () => {} }) }),
};
const MIB = 2 ** 20;
const list = (extra: object = {}) => listFiles.input.parse(extra);
const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");

describe.each(Object.entries(places))("%s", (_, open) => {
  let world: World;
  let stop: () => Promise<void>;
  let organization: Organization;
  let owner: Principal;
  let editor: Principal;
  let viewer: Principal;
  let tester: Principal;
  let stranger: Principal;

  beforeAll(async () => {
    const place = await open();
    stop = place.stop;
    world = await makeWorld({ s3: place.s3 });
    organization = await world.organization();
    owner = await world.member(organization, "owner");
    editor = await world.member(organization, "editor");
    viewer = await world.member(organization, "viewer");
    tester = await world.member(organization, "owner", { livemode: false });
    stranger = await world.member(await world.organization("Other"), "owner");
  });
  afterAll(async () => {
    await world.close();
    await stop();
  });
  afterEach(() => void vi.restoreAllMocks());

  const call = (principal = owner) => world.call(principal);
  const contentOf = async (id: string, principal = owner) => {
    const content = await readContent(call(principal), { id });
    return Buffer.concat(await (await content.open()).toArray());
  };
  const actionsOf = async (id: string) =>
    (await world.owner<{ action: string }[]>`select action from audit_events where target_id = ${id} order by seq`).map(
      ({ action }) => action,
    );
  const removals = async () => (await world.owner`select key from object_removals`).map(({ key }) => key as string);
  const removeAll = async () => {
    while (await removeObjects(world.runtime)) {
      // until nothing is due
    }
  };
  const isStored = (orgId: string, id: string) =>
    world.runtime.store.open(objectKey(orgId, id)).then(
      (stream) => {
        stream.destroy();
        return true;
      },
      (error: unknown) => {
        if (error instanceof ObjectMissing) return false;
        throw error;
      },
    );

  test("a file comes back as it went in, with size and checksum, and is in the audit log", async () => {
    const bytes = randomBytes(9 * MIB);
    const made = await uploadFile(world, editor, bytes, { fileName: "noise.bin" });
    expect(made).toMatchObject({
      name: "noise.bin",
      bytes: bytes.length,
      sha256: sha256(bytes),
      content_type: "application/octet-stream",
      livemode: true,
      created_by: { id: editor.user.id },
      version: 1,
    });
    expect((await contentOf(made.id, viewer)).equals(bytes)).toBe(true);
    expect(await getFile(call(viewer), { id: made.id })).toEqual(made);
    expect((await listFiles(call(), list({ q: "noise" }))).data).toEqual([made]);
    expect(await actionsOf(made.id)).toEqual(["file.created"]);
    expect(await removals()).toEqual([]);
  });

  test("name, description and project change; content does not", async () => {
    const { id: project } = await createProject(call(), { name: "Elsewhere", description: null });
    const made = await uploadFile(world, owner, "hello");
    const renamed = await updateFile(call(), { id: made.id, name: "Renamed", description: "About it" });
    expect(renamed).toMatchObject({ name: "Renamed", description: "About it", version: 2, sha256: made.sha256 });
    expect(await updateFile(call(), { id: made.id, project_id: project, description: null })).toMatchObject({
      name: "Renamed",
      description: null,
      project_id: project,
    });
    expect((await contentOf(made.id)).toString()).toBe("hello");
    expect(await actionsOf(made.id)).toEqual(["file.created", "file.updated", "file.moved"]);
    const stale = world.call(owner, { ifMatch: '"v1"' });
    await expect(updateFile(stale, { id: made.id, name: "Late" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    await expect(deleteFile(stale, { id: made.id })).rejects.toMatchObject({ code: "precondition_failed" });
  });

  test("a deleted file is gone at once, and its object soon", async () => {
    const made = await uploadFile(world, owner, "hello");
    await deleteFile(call(), { id: made.id });
    await expect(getFile(call(), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(readContent(call(), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteFile(call(), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await isStored(organization.id, made.id)).toBe(true);
    await removeAll();
    expect(await isStored(organization.id, made.id)).toBe(false);
    expect(await removals()).toEqual([]);
    expect(await actionsOf(made.id)).toEqual(["file.created", "file.deleted"]);
  });

  test("an object that cannot be removed now is removed later, and never forgotten", async () => {
    const made = await uploadFile(world, owner, "hello");
    await deleteFile(call(), { id: made.id });
    vi.spyOn(world.runtime.store, "remove").mockRejectedValueOnce(new Error("the store is away"));
    await expect(removeObjects(world.runtime)).rejects.toThrow("could not be removed");
    expect(await removals()).toEqual([objectKey(organization.id, made.id)]);
    await world.owner`update object_removals set due_at = now()`;
    await removeAll();
    expect(await isStored(organization.id, made.id)).toBe(false);
  });

  test("each object is taken by one remover", async () => {
    const made = await Promise.all(Array.from({ length: 15 }, (_, n) => uploadFile(world, owner, `file ${n}`)));
    for (const { id } of made) await deleteFile(call(), { id });
    const remove = vi.spyOn(world.runtime.store, "remove");
    await Promise.all([removeAll(), removeAll(), removeAll()]);
    expect(remove.mock.calls.map(([key]) => key).toSorted()).toEqual(
      made.map(({ id }) => objectKey(organization.id, id)).toSorted(),
    );
  });

  test("an upload that breaks off leaves nothing listed and, soon, nothing stored", async () => {
    const before = (await listFiles(call(), list())).data.length;
    async function* half() {
      yield randomBytes(9 * MIB);
      throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
    }
    await expect(uploadFile(world, owner, Readable.from(half()))).rejects.toMatchObject({ code: "invalid_request" });
    expect((await listFiles(call(), list())).data).toHaveLength(before);
    const [key = ""] = await removals();
    await removeAll();
    expect(await removals()).toEqual([]);
    await expect(world.runtime.store.open(key)).rejects.toBeInstanceOf(ObjectMissing);
  });

  test("a process that dies between the bytes and the file leaves a removal that comes due", async () => {
    const stream = Readable.from([Buffer.from("orphan")]);
    const { key, id } = await receiveObject(call(), { stream, fileName: "a", contentType: null });
    expect(await isStored(organization.id, id)).toBe(true);
    await removeAll();
    expect(await isStored(organization.id, id)).toBe(true);
    await world.owner`update object_removals set due_at = now() where key = ${key}`;
    await removeAll();
    expect(await isStored(organization.id, id)).toBe(false);
    expect(await removals()).toEqual([]);
  });

  test("what was taken away meanwhile becomes no file", async () => {
    const received = await receiveFile(call(), {
      stream: Readable.from([Buffer.from("late")]),
      fileName: "late",
      contentType: null,
    });
    await world.owner`update object_removals set taken_at = now() where key = ${received.content.key}`;
    await expect(createFile(call(), received)).rejects.toMatchObject({ code: "unavailable" });
    await removeAll();
    expect(await isStored(organization.id, received.content.id)).toBe(false);
  });

  test("a file that is refused in the end leaves no object", async () => {
    const stream = () => Readable.from([Buffer.from("refused")]);
    await expect(uploadFile(world, owner, stream(), { projectId: "prj_none" })).rejects.toMatchObject({
      code: "not_found",
    });
    const [key = ""] = await removals();
    await removeAll();
    await expect(world.runtime.store.open(key)).rejects.toBeInstanceOf(ObjectMissing);
  });

  test("a store that fails is told as 503 and leaves no file", async () => {
    vi.spyOn(world.runtime.store, "put").mockRejectedValueOnce(Object.assign(new Error("full"), { code: "ENOSPC" }));
    await expect(uploadFile(world, owner, "x")).rejects.toMatchObject({ code: "unavailable" });
    const made = await uploadFile(world, owner, "y");
    vi.spyOn(world.runtime.store, "open").mockRejectedValueOnce(new Error("away"));
    await expect(contentOf(made.id)).rejects.toMatchObject({ code: "unavailable" });
    vi.restoreAllMocks();
    await world.runtime.store.remove(objectKey(organization.id, made.id));
    await expect(contentOf(made.id)).rejects.toMatchObject({ code: "not_found" });
    await removeAll();
  });

  test("an Idempotency-Key makes one file of two uploads, and keeps one object", async () => {
    const request = { idempotencyKey: `twice-${organization.id}` };
    const one = await uploadFile(world, owner, "same", { request });
    const two = await uploadFile(world, owner, "same", { request });
    expect(two).toEqual(one);
    await expect(uploadFile(world, owner, "other", { request })).rejects.toMatchObject({ code: "conflict" });
    await removeAll();
    expect(await removals()).toEqual([]);
    expect((await contentOf(one.id)).toString()).toBe("same");
  });

  test("30 uploads at once are 30 files, each with its own content", async () => {
    const many = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => {
        // More than 20 of one organization at a time are refused; two organizations share none of it.
        const principal = n % 2 === 0 ? owner : stranger;
        return { principal, made: await uploadFile(world, principal, `content ${n}`), n };
      }),
    );
    for (const { principal, made, n } of many)
      expect((await contentOf(made.id, principal)).toString()).toBe(`content ${n}`);
  });

  test("an organization has 20 uploads under way at the most", async () => {
    const guest = await world.member(await world.organization(), "owner");
    const open = Array.from({ length: 20 }, () => new Readable({ read() {} }));
    const uploads = open.map((stream) => uploadFile(world, guest, stream).catch((error: unknown) => error));
    await vi.waitFor(async () =>
      expect((await removals()).filter((key) => key.startsWith(guest.orgId))).toHaveLength(20),
    );
    await expect(uploadFile(world, guest, "one more")).rejects.toMatchObject({ code: "conflict" });
    for (const stream of open) stream.push(null);
    expect((await Promise.all(uploads)).filter((made) => made instanceof Error)).toEqual([]);
    await uploadFile(world, guest, "now");
  });

  test("a file of 256 MiB and a byte is refused at that byte", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(MIB);
    async function* endless() {
      while (true) {
        sent += chunk.length;
        yield chunk;
      }
    }
    await expect(uploadFile(world, owner, Readable.from(endless()))).rejects.toMatchObject({
      code: "payload_too_large",
    });
    expect(sent).toBeLessThan(300 * MIB);
    await removeAll();
  });

  test("another organization, another mode, another project and another scope see and change nothing", async () => {
    const { id: project } = await createProject(call(), { name: "Closed", description: null });
    const made = await uploadFile(world, owner, "closed", { projectId: project });
    for (const principal of [stranger, tester, editor, viewer]) {
      const there = call(principal);
      await expect(getFile(there, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
      await expect(readContent(there, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
      if (principal !== viewer) {
        await expect(updateFile(there, { id: made.id, name: "Mine" })).rejects.toMatchObject({ code: "not_found" });
        await expect(deleteFile(there, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
      }
      expect((await listFiles(there, list({ project_id: project }))).data).toEqual([]);
    }
    const add = putProjectMember.input.parse({ id: project, user_id: editor.user.id, role: "viewer" });
    await putProjectMember(call(), add);
    expect((await contentOf(made.id, editor)).toString()).toBe("closed");
    await expect(updateFile(call(editor), { id: made.id, name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteFile(call(editor), { id: made.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(uploadFile(world, editor, "x", { projectId: project })).rejects.toMatchObject({ code: "forbidden" });
    // Out of the project where one only reads, and into it, are both closed.
    const own = await uploadFile(world, editor, "own");
    await expect(updateFile(call(editor), { id: own.id, project_id: project })).rejects.toMatchObject({
      code: "forbidden",
    });
    const narrow = await world.member(organization, "owner", { scopes: ["projects:read"] });
    await expect(uploadFile(world, narrow, "x")).rejects.toMatchObject({ code: "insufficient_scope" });
    await expect(getFile(call(narrow), { id: made.id })).rejects.toMatchObject({ code: "insufficient_scope" });
    await removeAll();
  });

  test("a file goes into no project of the other mode", async () => {
    const { id: testProject } = await createProject(call(tester), { name: "Trials", description: null });
    const made = await uploadFile(world, owner, "live");
    await expect(updateFile(call(), { id: made.id, project_id: testProject })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(uploadFile(world, owner, "x", { projectId: testProject })).rejects.toMatchObject({
      code: "not_found",
    });
    await removeAll();
  });

  test("a project with a file in it is not deleted", async () => {
    const { id: project } = await createProject(call(), { name: "Full", description: null });
    const made = await uploadFile(world, owner, "in it", { projectId: project });
    await expect(deleteProject(call(), { id: project })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("a file"),
    });
    await deleteFile(call(), { id: made.id });
    await deleteProject(call(), { id: project });
  });

  test("an organization takes its objects along, and nobody else's", async () => {
    const leaving = await world.organization("Leaving");
    const last = await world.member(leaving, "owner");
    const ids = (await Promise.all(["a", "b", "c"].map((text) => uploadFile(world, last, text)))).map(({ id }) => id);
    const kept = await uploadFile(world, owner, "kept");
    await inTenant(world.runtime.db, { orgId: leaving.id }, (db) => eraseOrganization(db, world.runtime, leaving.id));
    expect(await world.owner`select 1 from files where org_id = ${leaving.id}`).toHaveLength(0);
    await removeAll();
    for (const id of ids) expect(await isStored(leaving.id, id)).toBe(false);
    expect(await isStored(organization.id, kept.id)).toBe(true);
  });
});

describe("room", () => {
  let world: World;
  let owner: Principal;
  beforeAll(async () => {
    world = await makeWorld({ filesQuotaBytes: MIB });
    owner = await world.member(await world.organization(), "owner");
  });
  afterAll(() => world.close());

  test("holds exactly, however many come at once", async () => {
    const third = Buffer.alloc(MIB / 4);
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => uploadFile(world, owner, third)));
    const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(made).toHaveLength(4);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "quota_exceeded" });
    expect(await readRoom(world.call(owner), {})).toEqual({ files: 4, used_bytes: MIB, quota_bytes: MIB });
    await expect(uploadFile(world, owner, "x")).rejects.toMatchObject({ code: "quota_exceeded" });
    await deleteFile(world.call(owner), { id: made[0]?.id ?? "" });
    await uploadFile(world, owner, third);
    await expect(uploadFile(world, owner, "x")).rejects.toMatchObject({ code: "quota_exceeded" });
  });

  test("is cut off at the first byte too many, and is each organization's own", async () => {
    const other = await world.member(await world.organization(), "owner");
    await uploadFile(world, other, Buffer.alloc(MIB - 10));
    let sent = 0;
    async function* endless() {
      for (; sent < 100 * MIB; sent += 1024) yield Buffer.alloc(1024);
    }
    await expect(uploadFile(world, other, Readable.from(endless()))).rejects.toMatchObject({ code: "quota_exceeded" });
    expect(sent).toBeLessThan(MIB);
    await uploadFile(world, other, Buffer.alloc(10));
  });
});

test("whatever a client calls a file, it is kept under a name that is none of a path", async () => {
  const world = await makeWorld();
  const owner = await world.member(await world.organization(), "owner");
  const names = [
    "../../etc/passwd",
    "C:\\Windows\\x.exe",
    "a\0b",
    "\u202egnp.exe",
    "..",
    ".",
    "",
    " ",
    "/",
    "x".repeat(5000),
    "\ud800",
    "naïve 文件 🎉.csv",
  ];
  for (const fileName of names) {
    const { name } = await uploadFile(world, owner, "x", { fileName });
    expect(FileName.safeParse(name).success, JSON.stringify([fileName, name])).toBe(true);
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (fileName) => {
      const { name, content } = await receiveFile(world.call(owner), {
        stream: Readable.from([]),
        fileName,
        contentType: null,
      });
      expect(FileName.safeParse(name).success).toBe(true);
      await createFile(world.call(owner), { name, content });
    }),
    { numRuns: 60 },
  );
  const keys = await world.owner<{ id: string }[]>`select id from files`;
  expect(keys.every(({ id }) => /^file_[0-9a-z]{26}$/.test(id))).toBe(true);
  await world.close();
});
