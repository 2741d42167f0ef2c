import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Project } from "#contract/project.ts";
import type { ProjectRole, Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { startRuntime } from "#core/runtime.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { updateDashboard } from "#domain/dashboards/update-dashboard.ts";
import { updateFile } from "#domain/files/update-file.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { exportRows } from "#domain/sources/export-rows.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listRejectedRows } from "#domain/sources/list-rejected-rows.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { updateSource } from "#domain/sources/update-source.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createProject } from "./create-project.ts";
import { deleteProject } from "./delete-project.ts";
import { getProject } from "./get-project.ts";
import { listCandidates } from "./list-candidates.ts";
import { listProjectMembers } from "./list-project-members.ts";
import { listProjects } from "./list-projects.ts";
import { putProjectMember } from "./put-project-member.ts";
import { removeProjectMember } from "./remove-project-member.ts";
import { updateProject } from "./update-project.ts";

let world: World;
let api: Api;
let organization: Organization;
let owner: Principal;

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  organization = await world.organization();
  owner = await world.member(organization, "owner");
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const project = async (name = "Secret plans", by = owner) =>
  (await createProject(world.call(by), { name, description: null })).id;
const put = (id: string, who: Principal, role: ProjectRole, by = owner) =>
  putProjectMember(world.call(by), { id, user_id: who.user.id, role });
const candidates = (who: Principal, id: string, more: object = {}) =>
  listCandidates(world.call(who), listCandidates.input.parse({ id, ...more }));
const list = async (who: Principal) =>
  (await listProjects(world.call(who), listProjects.input.parse({}))).data.map(({ name, role }) => [name, role]);
const sourceIn = async (projectId: string) => {
  const { id } = await importFile(world, owner, "a,b\n1,x\n2,y\n");
  await world.owner`update sources set project_id = ${projectId} where id = ${id}`;
  return id;
};

describe("what a member may do in a project is the least of both roles", () => {
  test.each([
    ["owner", null, "admin"],
    ["admin", null, "admin"],
    ["admin", "viewer", "admin"],
    ["editor", "admin", "admin"],
    ["editor", "editor", "editor"],
    ["editor", "viewer", "viewer"],
    ["editor", null, null],
    ["viewer", "admin", "viewer"],
    ["viewer", null, null],
  ] as const)("%s of the organization, %s of the project: %s", async (role: Role, inProject, expected) => {
    const id = await project();
    const who = await world.member(organization, role);
    if (inProject) await put(id, who, inProject);
    const found = await getProject(world.call(who), { id }).catch((error) => error.code);
    if (expected === null) expect(found).toBe("not_found");
    else expect(found).toMatchObject({ role: expected });
    const shown = (await listProjects(world.call(who), listProjects.input.parse({ limit: 100 }))).data;
    expect(shown.find((each) => each.id === id)?.role ?? null).toBe(expected);
    const defaults = shown.filter(({ is_default }) => is_default);
    expect(defaults).toHaveLength(1);
    expect(shown[0]?.is_default).toBe(true);
  });
});

describe("sources obey their project", () => {
  const reads: [string, (who: Principal, id: string) => Promise<unknown>][] = [
    ["get", (who, id) => getSource(world.call(who), { id })],
    ["rows", (who, id) => readRows(world.call(who), readRows.input.parse({ id }))],
    ["rejected rows", (who, id) => listRejectedRows(world.call(who), listRejectedRows.input.parse({ id }))],
    [
      "export",
      async (who, id) =>
        (await exportRows(world.call(who), exportRows.input.parse({ id, format: "csv" }))).stream.destroy(),
    ],
  ];
  const writes: [string, (who: Principal, id: string) => Promise<unknown>][] = [
    ["update", (who, id) => updateSource(world.call(who), { id, name: "Taken over" })],
    ["delete", (who, id) => deleteSource(world.call(who), { id })],
  ];

  test("who is not in it finds nothing there", async () => {
    const id = await sourceIn(await project());
    const ada = await world.member(organization, "editor");
    for (const [, attempt] of [...reads, ...writes])
      await expect(attempt(ada, id)).rejects.toMatchObject({ code: "not_found" });
    const listed = await listSources(world.call(ada), listSources.input.parse({ limit: 100 }));
    expect(listed.data.map((each) => each.id)).not.toContain(id);
    expect((await getSource(world.call(owner), { id })).name).not.toBe("Taken over");
  });

  test("its viewers read and do not write, its editors do both", async () => {
    const at = await project();
    const id = await sourceIn(at);
    const ada = await world.member(organization, "editor");
    await put(at, ada, "viewer");
    for (const [, read] of reads) await read(ada, id);
    for (const [, write] of writes) await expect(write(ada, id)).rejects.toMatchObject({ code: "forbidden" });
    const listed = await listSources(world.call(ada), listSources.input.parse({ project_id: at }));
    expect(listed.data.map((each) => each.id)).toEqual([id]);
    await put(at, ada, "editor");
    for (const [, write] of writes) await write(ada, id);
  });

  test("an upload lands only where its maker may write", async () => {
    const at = await project();
    const ada = await world.member(organization, "editor");
    const attempt = () => importFile(world, ada, "a\n1\n", { projectId: at });
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await put(at, ada, "viewer");
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    await put(at, ada, "editor");
    expect((await attempt()).project_id).toBe(at);
  });

  test("through a key too, at the next request, on every instance", async () => {
    const at = await project();
    const id = await sourceIn(at);
    const ada = await world.member(organization, "editor");
    const { api_key } = await createKey(world.call(ada), createKey.input.parse({ name: "K", scopes: ["data:write"] }));
    const other = await startRuntime(world.config);
    const second = await serveApi({ ...world, runtime: other });
    const seen = async () =>
      Promise.all(
        [api, second].map(async (each) => (await each.send("GET", `/sources/${id}`, { key: api_key ?? "" })).status),
      );
    try {
      expect(await seen()).toEqual([404, 404]);
      await put(at, ada, "viewer");
      expect(await seen()).toEqual([200, 200]);
      const write = await second.send("DELETE", `/sources/${id}`, { key: api_key ?? "" });
      expect(write.body).toMatchObject({ code: "forbidden" });
      await removeProjectMember(world.call(owner), { id: at, user_id: ada.user.id });
      expect(await seen()).toEqual([404, 404]);
    } finally {
      await second.close();
      await other.stop();
    }
  });

  test("test and live stay apart", async () => {
    const testing = { ...owner, livemode: false };
    const id = await project("Trials", testing);
    await expect(getProject(world.call(owner), { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(importFile(world, owner, "a\n1\n", { projectId: id })).rejects.toMatchObject({ code: "not_found" });
    expect(await list(testing)).toContainEqual(["Trials", "admin"]);
  });
});

describe("managing projects", () => {
  test("whom to add is found by a part of the name, and read page by page, each once", async () => {
    const home = await world.organization();
    const lead = await world.member(home, "owner");
    for (let n = 0; n < 7; n += 1)
      await world.join(await world.person(n % 2 ? `Odd ${n}` : `even_${n}%`), home, n === 3 ? "admin" : "viewer");
    const id = await project("Ours", lead);
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await candidates(lead, id, { limit: 3, ...(cursor && { cursor }) });
      names.push(...page.data.map(({ name }) => name));
      cursor = page.next_cursor;
    } while (cursor);
    expect(names).toEqual(["even_0%", "even_2%", "even_4%", "even_6%", "Odd 1", "Odd 3", "Odd 5", "Test owner"]);
    expect((await candidates(lead, id, { q: "ODD" })).data).toHaveLength(3);
    expect((await candidates(lead, id, { q: "_" })).data).toHaveLength(4);
    expect((await candidates(lead, id, { q: "%" })).data).toHaveLength(4);
    await expect(candidates(owner, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("an editor makes one, is its admin, and brings others in; its editors and viewers do not", async () => {
    const [ada, bob] = [await world.member(organization, "editor"), await world.member(organization, "editor")];
    const id = await project("Ada's", ada);
    expect((await candidates(ada, id)).data.map((each) => each.id)).toContain(bob.user.id);
    expect(await put(id, bob, "editor", ada)).toMatchObject({ role: "editor", effective_role: "editor" });
    for (const attempt of [
      () => put(id, bob, "admin", bob),
      () => updateProject(world.call(bob), { id, name: "Bob's" }),
      () => deleteProject(world.call(bob), { id }),
      () => removeProjectMember(world.call(bob), { id, user_id: ada.user.id }),
      () => candidates(bob, id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    const members = await listProjectMembers(world.call(bob), listProjectMembers.input.parse({ id }));
    expect(members.data.map(({ user, role }) => [user.id, role]).toSorted()).toEqual(
      [
        [ada.user.id, "admin"],
        [bob.user.id, "editor"],
      ].toSorted(),
    );
    const actions = await world.owner<{ action: string }[]>`
      select action from audit_events where target_id = ${id} order by seq`;
    expect(actions.map(({ action }) => action)).toEqual(["project.created", "project.member_added"]);
  });

  test("a key lets nobody into what it does not reach itself", async () => {
    const id = await project();
    const ada = await world.member(organization, "editor");
    const add = async (scopes: Scope[], role: ProjectRole) => {
      const { api_key } = await createKey(world.call(owner), createKey.input.parse({ name: "K", scopes }));
      const path = `/projects/${id}/members/${ada.user.id}`;
      return (await api.send("PUT", path, { key: api_key ?? "", body: { role } })).body.code ?? "done";
    };
    expect(await add(["projects:write"], "viewer")).toBe("insufficient_scope");
    const reading: Scope[] = ["projects:write", "data:read", "dashboards:read"];
    expect(await add(reading, "editor")).toBe("insufficient_scope");
    expect(await add(reading, "viewer")).toBe("done");
    expect(await add([...owner.grantable], "editor")).toBe("done");
    expect(await add(["projects:write"], "viewer")).toBe("done");
  });

  test("a viewer makes none", async () => {
    await expect(project("No", await world.member(organization, "viewer"))).rejects.toMatchObject({
      code: "insufficient_scope",
    });
  });

  test("the default project has no list of members and cannot be deleted, only renamed", async () => {
    const [first] = (await listProjects(world.call(owner), listProjects.input.parse({}))).data;
    const id = first?.id ?? "";
    const ada = await world.member(organization, "viewer");
    for (const attempt of [() => put(id, ada, "viewer"), () => deleteProject(world.call(owner), { id })])
      await expect(attempt()).rejects.toMatchObject({ code: "conflict" });
    expect(await updateProject(world.call(owner), { id, name: "Everybody's" })).toMatchObject({ version: 2 });
    const stale = world.call(owner, { ifMatch: '"v1"' });
    await expect(updateProject(stale, { id, name: "Late" })).rejects.toMatchObject({ code: "precondition_failed" });
  });

  test("data does not go with a project: it must be empty, also while a source is being made in it", async () => {
    const full = await project();
    await sourceIn(full);
    await expect(deleteProject(world.call(owner), { id: full })).rejects.toMatchObject({ code: "conflict" });
    for (let round = 0; round < 20; round += 1) {
      const id = await project();
      const [made, gone] = await Promise.allSettled([
        importFile(world, owner, "a\n1\n", { projectId: id }),
        deleteProject(world.call(owner), { id }),
      ]);
      const codes = [made, gone].map((each) => (each.status === "rejected" ? each.reason.code : "done"));
      expect([
        ["done", "conflict"],
        ["not_found", "done"],
      ]).toContainEqual(codes);
    }
  });

  test("whatever lives in projects is counted, so that what stands in the way of deleting one is told", async () => {
    const kinds = await world.owner<{ name: string }[]>`
      select conrelid::regclass::text as name from pg_constraint
      where confrelid = 'projects'::regclass and contype = 'f' and conrelid <> 'project_members'::regclass`;
    expect(kinds.length).toBeGreaterThan(2);
    expect(Object.keys(Project.shape)).toEqual(expect.arrayContaining(kinds.map(({ name }) => name)));
    const id = await project();
    const file = await uploadFile(world, owner, "x", { projectId: id });
    const { id: dashboard } = await createDashboard(
      world.call(owner),
      createDashboard.input.parse({ name: "Here", project_id: id }),
    );
    expect(await getProject(world.call(owner), { id })).toMatchObject({ sources: 0, dashboards: 1, files: 1 });
    await expect(deleteProject(world.call(owner), { id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("a dashboard and a file"),
    });
    // What is moved out of it does not stand in the way.
    const { id: elsewhere } = await createProject(world.call(owner), { name: "Elsewhere", description: null });
    await updateFile(world.call(owner), { id: file.id, project_id: elsewhere });
    await updateDashboard(world.call(owner), { id: dashboard, project_id: elsewhere });
    await deleteProject(world.call(owner), { id });
  });

  test("another organization's project and people are unknown ids", async () => {
    const stranger = await world.member(await world.organization(), "owner");
    const id = await project();
    for (const attempt of [
      () => getProject(world.call(stranger), { id }),
      () => updateProject(world.call(stranger), { id, name: "Mine" }),
      () => deleteProject(world.call(stranger), { id }),
      () => put(id, owner, "viewer", stranger),
      () => put(id, stranger, "viewer"),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
