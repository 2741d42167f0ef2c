import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { OpenFgaConfig } from "#core/config.ts";
import type { Principal } from "#core/principal.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { getProject } from "#domain/projects/get-project.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { removeProjectMember } from "#domain/projects/remove-project-member.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { updateSource } from "#domain/sources/update-source.ts";
import { importFile } from "#testing/import-file.ts";
import { type OpenFgaDouble, openFgaDouble } from "#testing/openfga-double.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { makeStore } from "./openfga.ts";

/** Whose word counts when an OpenFGA server is configured. The server is a double, which also says what is not true. */
let server: OpenFgaDouble;
let config: OpenFgaConfig;
let world: World;
let organization: Organization;
let owner: Principal;
let ada: Principal;
let source: string;

beforeAll(async () => {
  server = await openFgaDouble();
  const storeId = await makeStore({ url: server.url, token: null });
  config = { url: server.url, storeId, modelId: null, token: "a token of the server" };
  world = await makeWorld({ openFga: config });
  await world.runtime.work.runOnce();
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  ada = await world.member(organization, "editor");
  source = (await importFile(world, owner, "a\n1\n")).id;
});
afterAll(async () => {
  await world.close();
  await server.close();
});
afterEach(async () => {
  server.mood = "true";
  await world.runtime.work.runOnce();
});

const inStep = () => world.runtime.work.runOnce();
const get = (who: Principal, id = source) => getSource(world.call(who), { id });
const rename = (name: string) => updateSource(world.call(ada), { id: source, name });
const project = async () => (await createProject(world.call(owner), { name: "Plans", description: null })).id;
const nameOfSource = async () => (await world.owner`select name from sources where id = ${source}`)[0]?.name;

describe("both have to agree", () => {
  test("the server is asked about what a verb opened, with its token, and about nothing else", async () => {
    await inStep();
    server.asked.length = 0;
    await listSources(world.call(ada), listSources.input.parse({}));
    await listProjects(world.call(ada), listProjects.input.parse({}));
    expect(server.asked).toEqual([]);
    expect((await get(ada)).id).toBe(source);
    expect(server.asked).toEqual(["Bearer a token of the server"]);
  });

  test("where the server says no, a read finds nothing and a write never happened", async () => {
    await inStep();
    server.mood = "no";
    await expect(get(ada)).rejects.toMatchObject({ code: "not_found", message: "There is no such source." });
    const before = await nameOfSource();
    await expect(rename("Renamed")).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteSource(world.call(owner), { id: source })).rejects.toMatchObject({ code: "not_found" });
    expect(await nameOfSource()).toBe(before);
    const events =
      await world.owner`select 1 from audit_events where target_id = ${source} and action <> 'source.created'`;
    expect(events).toHaveLength(0);
  });

  test("where only the greater right is refused, the answer says so", async () => {
    await inStep();
    const key = `organization:${organization.id}#editor@user:${ada.user.id}`;
    const held = server.tuples.get(key);
    if (!held) throw new Error(`the server should hold ${key}`);
    server.tuples.delete(key);
    server.tuples.set("viewer", { ...held, relation: "viewer" });
    expect((await get(ada)).id).toBe(source);
    await expect(rename("Renamed")).rejects.toMatchObject({ code: "forbidden" });
    server.tuples.delete("viewer");
    server.tuples.set(key, held);
    expect((await rename("Renamed")).name).toBe("Renamed");
  });

  test("where the tables say no, the server is not asked", async () => {
    const id = await project();
    await inStep();
    server.tuples.set("forged", {
      user: `user:${ada.user.id}`,
      relation: "owner",
      object: `organization:${organization.id}`,
    });
    server.asked.length = 0;
    await expect(getProject(world.call(ada), { id })).rejects.toMatchObject({ code: "not_found" });
    expect(server.asked).toEqual([]);
    server.tuples.delete("forged");
  });
});

describe("the very next request", () => {
  test("a right that was taken is gone, though the server still holds it", async () => {
    const id = await project();
    await putProjectMember(world.call(owner), { id, user_id: ada.user.id, role: "viewer" });
    await inStep();
    expect((await getProject(world.call(ada), { id })).id).toBe(id);
    await removeProjectMember(world.call(owner), { id, user_id: ada.user.id });
    expect([...server.tuples.values()]).toContainEqual(
      expect.objectContaining({ user: `user:${ada.user.id}`, object: `project:${id}` }),
    );
    await expect(getProject(world.call(ada), { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a right that was given is there, though the server has not heard of it", async () => {
    const id = await project();
    await putProjectMember(world.call(owner), { id, user_id: ada.user.id, role: "editor" });
    expect([...server.tuples.values()].filter(({ object }) => object === `project:${id}`)).toEqual([]);
    expect((await getProject(world.call(ada), { id })).role).toBe("editor");
    await inStep();
    expect((await getProject(world.call(ada), { id })).role).toBe("editor");
  });

  test("once it has heard everything, its no counts again; another organization's news change nothing", async () => {
    const id = await project();
    server.mood = "no";
    expect((await getProject(world.call(owner), { id })).id).toBe(id);
    await inStep();
    const elsewhere = await world.organization();
    await world.member(elsewhere, "owner");
    const [waiting] =
      await world.owner`select count(*)::int as n from permission_changes where org_id = ${elsewhere.id}`;
    expect(waiting?.n).toBeGreaterThan(0);
    await expect(getProject(world.call(owner), { id })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a server that cannot be asked", () => {
  test("closes what is in projects, and nothing else", async () => {
    await inStep();
    server.mood = "gone";
    await expect(get(ada)).rejects.toMatchObject({ code: "unavailable", more: { retry_after: 2 } });
    await expect(rename("While it is gone")).rejects.toMatchObject({ code: "unavailable" });
    expect(await nameOfSource()).not.toBe("While it is gone");
    expect((await listSources(world.call(ada), listSources.input.parse({}))).data.map(({ id }) => id)).toContain(
      source,
    );
  });

  test("is told later what happened meanwhile", async () => {
    const id = await project();
    server.mood = "gone";
    await expect(world.runtime.work.runOnce()).rejects.toThrow(/OpenFGA/);
    server.mood = "true";
    await inStep();
    expect([...server.tuples.values()].map(({ object }) => object)).toContain(`project:${id}`);
    await deleteProject(world.call(owner), { id });
    await inStep();
    expect([...server.tuples.values()].map(({ object }) => object)).not.toContain(`project:${id}`);
  });

  test("or was never filled, opens nothing", async () => {
    const other = await openFgaDouble();
    const storeId = await makeStore({ url: other.url, token: null });
    const fresh = await makeWorld({ openFga: { url: other.url, storeId, modelId: null, token: null } });
    try {
      const home = await fresh.organization();
      const who = await fresh.member(home, "owner");
      const [found] = await fresh.owner`select id from projects where org_id = ${home.id} and livemode`;
      const look = () => getProject(fresh.call(who), { id: found?.id });
      await expect(look()).rejects.toMatchObject({ code: "unavailable" });
      await fresh.runtime.work.runOnce();
      expect((await look()).id).toBe(found?.id);
    } finally {
      await fresh.close();
      await other.close();
    }
  });
});

test("each table that keeps a relation notes its changes, by the columns that keep it", async () => {
  const { written } = await import("./tuples-in.ts");
  const expected = [...new Set(written.map(({ kept }) => `${kept.table} ${kept.object} ${kept.subject}`))].toSorted();
  const triggers = await world.owner<{ name: string; args: string }[]>`
    select tgrelid::regclass::text as name, encode(tgargs, 'escape') as args from pg_trigger
    where tgname = 'note_permission_change'`;
  expect(
    triggers.map(({ name, args }) => `${name} ${args.split("\\000").filter(Boolean).join(" ")}`).toSorted(),
  ).toEqual(expected);
});
