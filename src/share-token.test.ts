import type { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SharedType } from "#contract/share-link.ts";
import { untouched } from "#core/limits/limiter.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { visitorOf } from "#core/sharing/visit.ts";
import type { Call } from "#core/verb.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { createShareLink } from "#domain/share-links/create-share-link.ts";
import { openShareLink } from "#domain/share-links/open-share-link.ts";
import type { Operation } from "#rest/operation.ts";
import { operations } from "#rest/operations.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { appRouter, createCaller } from "#trpc/root.ts";

/**
 * A SHARE TOKEN AGAINST EVERYTHING: each operation and procedure that the program has, with links of the most powerful
 * maker there is, on what the link shows and on what it does not. What may answer is written down here; a new operation
 * is expected to refuse.
 */
let world: World;
let api: Api;
let owner: Principal;
let inside: Record<"projects" | "sources" | "dashboards", string>;
let outside: Record<"projects" | "sources" | "dashboards", string>;
const tokens = {} as Record<SharedType, string>;
let nextIp = 1;
const freshIp = () => `2001:db8:${(nextIp++).toString(16)}::1`;
const expires_at = new Date(Date.now() + 5 * 86_400_000).toISOString();

beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
  const project = await createProject(world.call(owner), { name: "Shown", description: null });
  const source = await importFile(world, owner, "a,b\n1,x\n2,y\n", { projectId: project.id });
  const other = await importFile(world, owner, "hidden\n1\n");
  const dashboard = async (project_id: string, source_id: string) => {
    const chart = { title: "Rows", kind: "number", source_id, query: { aggregate: [{ function: "count" }] } };
    const given = createDashboard.input.parse({ name: "Charts", project_id, charts: [chart] });
    return (await createDashboard(world.call(owner), given)).id;
  };
  inside = { projects: project.id, sources: source.id, dashboards: await dashboard(project.id, source.id) };
  outside = {
    projects: other.project_id,
    sources: other.id,
    dashboards: await dashboard(other.project_id, other.id),
  };
  for (const [type, resource_id] of [
    ["source", source.id],
    ["project", project.id],
    ["dashboard", inside.dashboards],
  ] as const) {
    const made = await createShareLink(world.call(owner), { resource_type: type, resource_id, expires_at });
    tokens[type] = made.share_token ?? "";
    // Hundreds of requests follow; how many a link may make is tested elsewhere.
    await world.owner`update credentials set rate_limit = 100000 where id = ${made.id}`;
  }
});
afterAll(async () => {
  await api.close();
  await world.close();
});

/** What a link on each kind of resource may call, and get an answer. */
const open: Record<SharedType, ReadonlySet<string>> = {
  source: new Set(["listSources", "getSource", "readSourceData", "exportSource", "querySource"]),
  project: new Set([
    "listSources",
    "getSource",
    "readSourceData",
    "exportSource",
    "querySource",
    "listProjects",
    "getProject",
    "listDashboards",
    "getDashboard",
    "readDashboardData",
  ]),
  dashboard: new Set(["listDashboards", "getDashboard", "readDashboardData"]),
};
const pathOf = ({ path }: Operation, ids: Record<string, string>) => {
  const noun = path.split("/")[1] ?? "";
  return path.replace(/\{\w+\}/, ids[noun] ?? "unknown_id").replace(/\{\w+\}/g, "unknown_id");
};
const call = (operation: Operation, token: string, ids: Record<string, string>) =>
  api.send(operation.method, pathOf(operation, ids), {
    ip: freshIp(),
    headers: { "x-share-token": token },
    ...(operation.method !== "GET" && { body: {} }),
  });

describe.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  "%s",
  (_, operation) => {
    test.each(SharedType.options)("with a link on a %s", async (type) => {
      const { status, body } = await call(operation, tokens[type], inside);
      if (operation.kind !== "verb") {
        // Open to everybody, and no use of the token: its answers tell nothing and do nothing to it.
        expect(JSON.stringify(body)).not.toContain(inside.sources);
        return;
      }
      if (open[type].has(operation.id)) {
        expect([operation.method, status]).toEqual([operation.id === "querySource" ? "POST" : "GET", 200]);
        if (operation.path.includes("{")) expect((await call(operation, tokens[type], outside)).status).toBe(404);
        return;
      }
      expect(body).toMatchObject({
        status: 403,
        code: operation.verb.kind === "mutation" ? "read_only_credential" : "forbidden",
      });
    });
  },
);

const listsOf = {
  source: ["/sources"],
  project: ["/sources", "/projects", "/dashboards"],
  dashboard: ["/dashboards"],
} as const;
test("no answer told anything of what lies outside", async () => {
  for (const type of SharedType.options)
    for (const path of listsOf[type]) {
      const { text } = await api.send("GET", path, { ip: freshIp(), headers: { "x-share-token": tokens[type] } });
      expect(text).not.toContain(outside.sources);
      expect(text).not.toContain(outside.projects);
      expect(text).not.toContain(outside.dashboards);
    }
});

test("after all of that the links are as they were, and nothing else was made or changed", async () => {
  const links = await world.owner`select version, revoked_at from credentials where kind = 'share'`;
  expect(links).toEqual(SharedType.options.map(() => ({ version: 1, revoked_at: null })));
  const [made] = await world.owner`select (select count(*)::int from credentials) as credentials,
    (select count(*)::int from sources) as sources, (select count(*)::int from projects) as projects,
    (select count(*)::int from dashboards) as dashboards`;
  expect(made).toEqual({ credentials: 3, sources: 2, projects: 3, dashboards: 2 });
});

type AnyVerb = { kind: string; (call: Call, input: object): Promise<unknown> };
type Procedure = { _def: { meta?: { verb: AnyVerb } } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

/** The procedures that answer a visitor, by the kind of link. */
const openProcedures: Record<SharedType, ReadonlySet<string>> = {
  source: new Set(["sources.list", "sources.get", "sources.rows", "sources.query"]),
  project: new Set([
    "sources.list",
    "sources.get",
    "sources.rows",
    "sources.query",
    "projects.list",
    "projects.get",
    "dashboards.list",
    "dashboards.get",
    "dashboards.data",
  ]),
  dashboard: new Set(["dashboards.list", "dashboards.get", "dashboards.data"]),
};

describe.each(procedures)("tRPC %s", (path, procedure) => {
  const verb = procedure._def.meta?.verb;
  test.each(SharedType.options)("for a visitor of a %s", async (type) => {
    if (verb?.kind === "guest") return;
    const { runtime } = world;
    const request = world.call(owner, { ip: freshIp() }).request;
    const { visit } = await openShareLink({ runtime, request }, { token: tokens[type] });
    const principal = await visitorOf(runtime, visit, request.ip);
    const caller = createCaller({ runtime, principal, request, quota: untouched(1000, runtime.clock.nowMs()) });
    const target = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
    const attempt = (input: object) =>
      (target as (given: object) => Promise<unknown>)(input).then(
        () => "answered",
        (error: TRPCError) => (error.cause instanceof Refusal ? error.cause.code : `bug: ${error.message}`),
      );
    const noun = path.split(".")[0] ?? "";
    const shown = (inside as Record<string, string>)[noun];
    if (openProcedures[type].has(path)) {
      const listing = path.endsWith(".list");
      expect(await attempt(listing ? {} : { id: shown })).toBe("answered");
      if (!listing) expect(await attempt({ id: (outside as Record<string, string>)[noun] })).toBe("not_found");
      return;
    }
    // Past the parsing of its input, which must not be what keeps a visitor out.
    await expect(verb?.({ runtime, principal, request }, {})).rejects.toMatchObject({
      code: verb?.kind === "mutation" ? "read_only_credential" : "forbidden",
    });
  });
});
