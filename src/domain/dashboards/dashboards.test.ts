import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChartInput, Dashboard } from "#contract/dashboard.ts";
import type { ProjectRole } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { deleteProject } from "#domain/projects/delete-project.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createDashboard } from "./create-dashboard.ts";
import { deleteDashboard } from "./delete-dashboard.ts";
import { duplicateDashboard } from "./duplicate-dashboard.ts";
import { getDashboard } from "./get-dashboard.ts";
import { listDashboards } from "./list-dashboards.ts";
import { updateDashboard } from "./update-dashboard.ts";

let world: World;
let api: Api;
let organization: Organization;
let owner: Principal;
let source: string;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  source = (await importFile(world, owner, "city,day,amount\nOslo,2026-01-01,3\nBergen,2026-01-02,4\n")).id;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const bars = (more: object = {}) => ({
  title: "Amount by city",
  kind: "bar",
  source_id: source,
  query: { group_by: ["city"], aggregate: [{ function: "sum", column: "amount" }] },
  ...more,
});
const create = (who: Principal, charts: object[] = [bars()], more: object = {}) =>
  createDashboard(world.call(who), createDashboard.input.parse({ name: "Sales", charts, ...more }));
const update = (who: Principal, id: string, more: object, ifMatch?: string) =>
  updateDashboard(world.call(who, ifMatch ? { ifMatch } : {}), updateDashboard.input.parse({ id, ...more }));
const list = async (who: Principal, more: object = {}) =>
  (await listDashboards(world.call(who), listDashboards.input.parse(more))).data;
const project = async (who = owner, name = "Team") =>
  (await createProject(world.call(who), { name, description: null })).id;
const put = (id: string, who: Principal, role: ProjectRole) =>
  putProjectMember(world.call(owner), { id, user_id: who.user.id, role });
const keyOf = async (who: Principal, scopes: readonly Scope[]) =>
  (await createKey(world.call(who), createKey.input.parse({ name: "K", scopes }))).api_key ?? "";
const asInput = ({ charts }: Dashboard): ChartInput[] => charts;
const actionsOn = async (id: string) =>
  (await world.owner<{ action: string }[]>`select action from audit_events where target_id = ${id} order by seq`).map(
    ({ action }) => action,
  );

describe("a dashboard", () => {
  test("is made, read, listed, changed and deleted, each with its event", async () => {
    const made = await create(owner, [bars({ id: "first" }), bars({ title: "Again", width: "full" })]);
    expect(made.charts.map(({ id, title, width }) => [id, title, width])).toEqual([
      ["first", "Amount by city", "half"],
      [expect.stringMatching(/^chart_/), "Again", "full"],
    ]);
    expect(await getDashboard(world.call(owner), { id: made.id })).toEqual(made);
    const [first] = await list(owner);
    expect(first).toMatchObject({
      id: made.id,
      charts: [{ title: "Amount by city", kind: "bar" }, { title: "Again" }],
    });
    expect(first?.charts[0]).not.toHaveProperty("query");

    const other = await world.member(organization, "admin");
    const after = await update(other, made.id, { name: "Renamed", charts: asInput(made).toReversed() });
    expect(after).toMatchObject({ name: "Renamed", description: null, version: 2, updated_by: { id: other.user.id } });
    expect(after.charts.map(({ title }) => title)).toEqual(["Again", "Amount by city"]);

    await deleteDashboard(world.call(owner), { id: made.id });
    await expect(getDashboard(world.call(owner), { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await actionsOn(made.id)).toEqual(["dashboard.created", "dashboard.updated", "dashboard.deleted"]);
  });

  test("is found by a part of its name and by its project, in pages without a gap", async () => {
    const at = await project();
    for (const name of ["Alpha", "beta", "Gamma 100%"]) await create(owner, [], { name, project_id: at });
    const names = async (more: object) => (await list(owner, { project_id: at, ...more })).map(({ name }) => name);
    expect(await names({ sort: "name" })).toEqual(["Alpha", "beta", "Gamma 100%"]);
    expect(await names({ q: "0%" })).toEqual(["Gamma 100%"]);
    expect(await names({ q: "_" })).toEqual([]);
    for (const sort of ["name", "-updated_at"]) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const input = listDashboards.input.parse({ project_id: at, sort, limit: 1, ...(cursor && { cursor }) });
        const page = await listDashboards(world.call(owner), input);
        seen.push(...page.data.map(({ name }) => name));
        cursor = page.next_cursor;
      }
      expect(seen.toSorted()).toEqual(["Alpha", "Gamma 100%", "beta"]);
    }
  });

  test("refuses charts that could not be drawn, and says which and why", async () => {
    const refused: [object, string, string][] = [
      [bars({ source_id: "src_none" }), "charts.0.source_id", "not_found"],
      [bars({ query: { group_by: ["no such"] } }), "charts.0.query.group_by.0.column", "unknown_column"],
      [bars({ query: { filter: ["amount:eq:x"] } }), "charts.0.query.filter.0", "invalid_value"],
      [bars({ kind: "line" }), "charts.0.kind", "misfit"],
      [bars({ kind: "number" }), "charts.0.kind", "misfit"],
      [bars({ query: { group_by: ["city"] } }), "charts.0.kind", "misfit"],
      [bars({ query: { aggregate: [{ function: "count" }] } }), "charts.0.kind", "misfit"],
      [bars({ query: undefined }), "charts.0.query", "required"],
    ];
    for (const [chart, attr, code] of refused)
      await expect(create(owner, [chart])).rejects.toMatchObject({
        code: "invalid_input",
        more: { errors: [expect.objectContaining({ attr, code })] },
      });
    for (const charts of [
      Array.from({ length: 25 }, () => bars()),
      [bars({ id: "a" }), bars({ id: "a" })],
      [bars({ query: { limit: 1001 } })],
      [bars({ id: "not/an id" })],
      [bars({ colour: "red" })],
      Array.from({ length: 24 }, () => bars({ query: { filter: ["x".repeat(1999), "y".repeat(1999)] } })),
    ])
      expect(createDashboard.input.safeParse({ name: "X", charts }).success).toBe(false);
  });

  test("takes charts that a line, an area, a number and a table can show", async () => {
    const along = { group_by: [{ column: "day", bucket: "month" }, "city"], aggregate: [{ function: "count" }] };
    const total = { aggregate: [{ function: "avg", column: "amount", as: "Average" }] };
    const { charts } = await create(owner, [
      bars({ kind: "line", query: along }),
      bars({ kind: "area", query: { select: ["day", "amount"] } }),
      bars({ kind: "number", query: total }),
      bars({ kind: "table", query: {} }),
    ]);
    expect(charts).toHaveLength(4);
  });
});

describe("two editors", () => {
  test("the later one is refused, and nothing of the earlier one is lost", async () => {
    const { id } = await create(owner);
    await update(owner, id, { name: "First" }, '"v1"');
    await expect(update(owner, id, { name: "Second" }, '"v1"')).rejects.toMatchObject({ code: "precondition_failed" });
    await expect(deleteDashboard(world.call(owner, { ifMatch: '"v1"' }), { id })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect(await getDashboard(world.call(owner), { id })).toMatchObject({ name: "First", version: 2 });
  });

  test("of twenty at once with one version exactly one wins", async () => {
    const { id } = await create(owner);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => update(owner, id, { name: `Try ${index}` }, '"v1"')),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await getDashboard(world.call(owner), { id })).toMatchObject({ version: 2 });
  });

  test("over REST: ETag, If-Match, merge patch, and a creation that is sent twice", async () => {
    const key = await keyOf(owner, ["dashboards:write", "data:read"]);
    const headers = { "idempotency-key": "one" };
    const body = { name: "Sent twice", charts: [bars()] };
    const [one, two] = [
      await api.send("POST", "/dashboards", { key, body, headers }),
      await api.send("POST", "/dashboards", { key, body, headers }),
    ];
    expect([one.status, two.status, two.body.id]).toEqual([201, 201, one.body.id]);
    const path = `/dashboards/${one.body.id}`;
    const patched = await api.send("PATCH", path, { key, body: { description: "D" }, headers: { "if-match": '"v1"' } });
    expect([patched.status, patched.headers.get("etag")]).toEqual([200, '"v2"']);
    expect(patched.body).toMatchObject({ name: "Sent twice", description: "D", charts: [{ kind: "bar" }] });
    const stale = await api.send("PATCH", path, { key, body: { description: null }, headers: { "if-match": '"v1"' } });
    expect(stale.body).toMatchObject({ status: 412, code: "precondition_failed" });
    expect((await api.send("DELETE", path, { key })).body).toEqual({});
  });
});

describe("who may", () => {
  test("who is not in its project finds nothing; its viewers read; its editors change", async () => {
    const at = await project();
    const { id } = await create(owner, [], { project_id: at });
    const ada = await world.member(organization, "editor");
    const reads = () => getDashboard(world.call(ada), { id });
    const writes = [
      () => update(ada, id, { name: "Ada's" }),
      () => deleteDashboard(world.call(ada), { id }),
      () => duplicateDashboard(world.call(ada), { id }),
    ];
    for (const attempt of [reads, ...writes]) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect((await list(ada)).map((each) => each.id)).not.toContain(id);
    await put(at, ada, "viewer");
    await reads();
    for (const attempt of writes) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    await put(at, ada, "editor");
    expect(await update(ada, id, { name: "Ada's" })).toMatchObject({ name: "Ada's", charts: [] });
  });

  test("moving needs both projects, and those of the other mode do not exist", async () => {
    const [from, to] = [await project(), await project()];
    const ada = await world.member(organization, "editor");
    await put(from, ada, "editor");
    const { id } = await create(ada, [], { project_id: from });
    await expect(update(ada, id, { project_id: to })).rejects.toMatchObject({ code: "not_found" });
    await put(to, ada, "viewer");
    await expect(update(ada, id, { project_id: to })).rejects.toMatchObject({ code: "forbidden" });
    await put(to, ada, "editor");
    expect(await update(ada, id, { project_id: to })).toMatchObject({ project_id: to, version: 2 });
    expect(await actionsOn(id)).toEqual(["dashboard.created", "dashboard.moved"]);
    const elsewhere = await project({ ...owner, livemode: false });
    await expect(update(owner, id, { project_id: elsewhere })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a copy is a dashboard of its own, with another maker", async () => {
    const made = await create(owner, [bars(), bars()], { name: "N".repeat(80) });
    const ada = await world.member(organization, "editor");
    const copy = await duplicateDashboard(world.call(ada), { id: made.id });
    expect(copy).toMatchObject({ charts: made.charts, version: 1, created_by: { id: ada.user.id } });
    expect(copy.name).toBe(`${"N".repeat(73)} (copy)`);
    await update(ada, copy.id, { charts: [] });
    expect((await getDashboard(world.call(owner), { id: made.id })).charts).toHaveLength(2);
    expect(await actionsOn(copy.id)).toEqual(["dashboard.duplicated", "dashboard.updated"]);
  });

  test("live and test do not mix, and another organization sees nothing", async () => {
    const { id } = await create(owner);
    const stranger = await world.member(await world.organization(), "owner");
    for (const who of [{ ...owner, livemode: false }, stranger]) {
      for (const attempt of [
        () => getDashboard(world.call(who), { id }),
        () => update(who, id, { name: "Mine" }),
        () => deleteDashboard(world.call(who), { id }),
        () => duplicateDashboard(world.call(who), { id }),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
      await expect(create(who)).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("a key for dashboards alone arranges what is there, and opens no further rows", async () => {
    const { id, charts } = await create(owner);
    const key = await keyOf(owner, ["dashboards:write"]);
    const patch = async (next: unknown) =>
      (await api.send("PATCH", `/dashboards/${id}`, { key, body: { charts: next } })).body;
    expect(await patch([{ ...charts[0], title: "Renamed", width: "full" }])).toMatchObject({ version: 2 });
    expect(await patch([bars({ query: { select: ["amount"] }, kind: "table" })])).toMatchObject({
      code: "insufficient_scope",
      required_scopes: ["data:read"],
    });
    expect((await api.send("POST", "/dashboards", { key, body: { name: "X", charts: [bars()] } })).body).toMatchObject({
      code: "insufficient_scope",
    });
    expect((await api.send("POST", "/dashboards", { key, body: { name: "X" } })).status).toBe(201);
  });

  test("a project that holds a dashboard is not deleted, also while one is being made or moved there", async () => {
    const at = await project();
    const made = await create(owner, [], { project_id: at });
    await expect(deleteProject(world.call(owner), { id: at })).rejects.toMatchObject({ code: "conflict" });
    const listed = (await listProjects(world.call(owner), listProjects.input.parse({ limit: 100 }))).data;
    expect(listed.find(({ id }) => id === at)).toMatchObject({ dashboards: 1, sources: 0 });
    for (let round = 0; round < 10; round += 1) {
      const id = await project();
      const [put, gone] = await Promise.allSettled([
        round % 2 ? create(owner, [], { project_id: id }) : update(owner, made.id, { project_id: id }),
        deleteProject(world.call(owner), { id }),
      ]);
      const codes = [put, gone].map((each) => (each.status === "rejected" ? each.reason.code : "done"));
      expect([
        ["done", "conflict"],
        ["not_found", "done"],
      ]).toContainEqual(codes);
    }
  });
});
