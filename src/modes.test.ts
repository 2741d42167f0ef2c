import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { MutationVerb, QueryVerb } from "#core/verb.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { receiveFile } from "#domain/files/receive-file.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import type { StreamedAnswer } from "#rest/operation.ts";
import { operations } from "#rest/operations.ts";
import { importFile } from "#testing/import-file.ts";
import { makeConnector } from "#testing/sync.ts";
import { uploadFile } from "#testing/upload-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { appRouter } from "#trpc/root.ts";

/**
 * TEST AND LIVE NEVER MIX. Kinds of objects are found in the database, verbs in the program: each verb of each kind is
 * tried on a live object by an owner in test mode, and the other way round; and whatever names an object of such a kind
 * is tried with one of the other mode. A kind or a verb that this does not know fails.
 */
type AnyVerb = QueryVerb | MutationVerb;
type Procedure = { _def: { meta?: { verb: AnyVerb | { kind: "guest"; name: string } } } };

const verbs = new Map<string, AnyVerb>();
for (const procedure of Object.values(appRouter._def.procedures as unknown as Record<string, Procedure>)) {
  const verb = procedure._def.meta?.verb;
  if (verb && verb.kind !== "guest") verbs.set(verb.name, verb as AnyVerb);
}
for (const operation of operations)
  if (operation.kind === "verb") verbs.set(operation.verb.name, operation.verb as unknown as AnyVerb);

let world: World;
let organization: Organization;
/** One person in both modes. */
let live: Principal;
let inTest: Principal;
beforeAll(async () => {
  world = await makeWorld();
  organization = await world.organization();
  live = await world.member(organization, "owner");
  inTest = { ...live, livemode: false };
});
afterAll(() => world.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const member = async () => (await world.member(organization, "editor")).user.id;
const upload = async (actor: Principal, content = "a,b\n3,z\n") =>
  (await stageUpload(world.call(actor), { stream: Readable.from([Buffer.from(content)]), fileName: "more.csv" })).id;

/** Runs of a connector are named by ids of their own. */
const startSyncOf = async (id: string, owner: Principal) => ({ id: (await startSync(world.call(owner), { id })).id });
const nowhere = { kind: "http" as const, url: "http://127.0.0.1:1/" };

type Kind = {
  make(principal: Principal): Promise<string>;
  /** What its verbs are given besides the id, where that is not enough. Run for each attempt. */
  more?: Record<string, (id: string, owner: Principal) => Promise<object>>;
};
const kinds: Record<string, Kind> = {
  projects: {
    make: async (by) => (await createProject(world.call(by), { name: "Here", description: null })).id,
    more: {
      put_member: async () => ({ user_id: await member(), role: "viewer" }),
      remove_member: async (id, owner) => {
        const user_id = await member();
        await putProjectMember(world.call(owner), putProjectMember.input.parse({ id, user_id, role: "viewer" }));
        return { user_id };
      },
      update: async () => ({ name: "Renamed" }),
    },
  },
  sources: {
    make: async (by) => (await importFile(world, by, "a,b\n1,x\n2,y\n")).id,
    more: {
      append: async () => ({ rows: [{ a: 4, b: "w" }] }),
      replace: async (_, owner) => ({ upload_id: await upload(owner) }),
      review_content: async (_, owner) => ({ upload_id: await upload(owner) }),
      update: async () => ({ name: "Renamed" }),
    },
  },
  dashboards: {
    make: async (by) => (await createDashboard(world.call(by), createDashboard.input.parse({ name: "Here" }))).id,
    more: { update: async () => ({ name: "Renamed" }) },
  },
  connectors: {
    make: async (by) => (await makeConnector(world, by, { name: "Here", settings: nowhere })).id,
    more: {
      get_sync: async (id, owner) => startSyncOf(id, owner),
      cancel_sync: async (id, owner) => startSyncOf(id, owner),
      update: async () => ({ name: "Renamed" }),
    },
  },
  files: {
    make: async (by) => (await uploadFile(world, by, "here")).id,
    more: { update: async () => ({ name: "Renamed" }) },
  },
};
/** Tables that say in which mode something happened, or is looked at; nothing in them is made or found by a verb of its own. */
const records = new Set(["sessions", "usage_events", "usage_minutes", "usage_hours"]);

test("every kind of object with a mode is tried here", async () => {
  const tables = await world.owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'livemode' and not a.attisdropped`;
  const found = tables.map(({ name }) => name).filter((name) => !records.has(name));
  expect(found.toSorted()).toEqual(Object.keys(kinds).toSorted());
});

async function attempt(verb: AnyVerb, actor: Principal, input: object): Promise<string> {
  const parsed = verb.input.parse(input);
  return verb(world.call(actor), parsed as never).then(
    async (value) => {
      // An export keeps a connection until it is read or given up.
      if (verb.name === "sources.export") await (value as StreamedAnswer).stream[Symbol.asyncIterator]().return?.();
      return "passed";
    },
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
}
const takesId = ({ input }: AnyVerb) =>
  Object.hasOwn((z.toJSONSchema(input, { io: "input", unrepresentable: "any" }).properties as object) ?? {}, "id");

describe.each(Object.entries(kinds))("%s", (noun, { make, more = {} }) => {
  const ofKind = [...verbs.values()].filter(({ name }) => name.startsWith(`${noun}.`));
  const withId = ofKind.filter(takesId);

  test("have verbs that name one", () => expect(withId.length).toBeGreaterThan(2));

  describe.each(withId.map((verb) => [verb.name, verb] as const))("%s", (name, verb) => {
    test.each([
      ["a live one in test mode", () => [live, inTest] as const],
      ["a test one in live mode", () => [inTest, live] as const],
    ])("%s does not exist, and stays as it is", async (_, who) => {
      const [owner, other] = who();
      const id = await make(owner);
      const input = async () => ({ id, ...(await more[name.slice(noun.length + 1)]?.(id, owner)) });
      const row = async () => (await world.owner`select * from ${world.owner(noun)} where id = ${id}`)[0];
      const before = await row();
      expect(await attempt(verb, other, await input())).toBe("not_found");
      expect(await row()).toEqual(before);
      // The same input is good where the object is.
      expect(["passed", "conflict"]).toContain(await attempt(verb, owner, await input()));
    });
  });

  test("stand in the list of their own mode only", async () => {
    const list = verbs.get(`${noun}.list`);
    if (!list) throw new Error(`There is no list of ${noun}.`);
    const [liveOne, testOne] = [await make(live), await make(inTest)];
    const idsFor = async (actor: Principal) => {
      const { data } = (await list(world.call(actor), list.input.parse({ limit: 100 }) as never)) as {
        data: { id: string }[];
      };
      return data.map(({ id }) => id);
    };
    const [inLive, there] = [await idsFor(live), await idsFor(inTest)];
    expect([inLive.includes(liveOne), inLive.includes(testOne)]).toEqual([true, false]);
    expect([there.includes(liveOne), there.includes(testOne)]).toEqual([false, true]);
  });

  test("are made in the mode of whoever makes them", async () => {
    for (const by of [live, inTest]) {
      const [row] = await world.owner`select livemode from ${world.owner(noun)} where id = ${await make(by)}`;
      expect(row).toEqual({ livemode: by.livemode });
    }
  });
});

/** What names an object of a kind without being a verb of that kind on it: `naming` makes the input around its id. */
type Reference = { noun: keyof typeof kinds; naming(id: string, actor: Principal): Promise<object> };
const asChart = (source_id: string) => ({
  charts: [{ title: "B", kind: "bar", source_id, query: { group_by: ["b"], aggregate: [{ function: "count" }] } }],
});
const rules = (source_id: string) => ({
  source_id,
  applies_to: [{ type: "role", role: "viewer" }],
  columns: [{ name: "b", access: "hidden" }],
});
const shared = (resource_type: string) => async (resource_id: string) => ({
  resource_type,
  resource_id,
  expires_at: inDays(5),
});
const own = (noun: keyof typeof kinds, actor: Principal) => kinds[noun]?.make(actor);
const references: Record<string, Reference[]> = {
  "sources.create": [
    {
      noun: "projects",
      naming: async (project_id, actor) => ({ name: "X", upload_id: await upload(actor), project_id }),
    },
  ],
  "sources.update": [
    { noun: "projects", naming: async (project_id, actor) => ({ id: await own("sources", actor), project_id }) },
  ],
  "files.create": [
    {
      noun: "projects",
      naming: async (project_id, actor) => {
        const stream = Readable.from([Buffer.from("x")]);
        return { ...(await receiveFile(world.call(actor), { stream, fileName: "x", contentType: null })), project_id };
      },
    },
  ],
  "files.update": [
    { noun: "projects", naming: async (project_id, actor) => ({ id: await own("files", actor), project_id }) },
  ],
  "dashboards.create": [
    { noun: "projects", naming: async (project_id) => ({ name: "X", project_id }) },
    { noun: "sources", naming: async (id) => ({ name: "X", ...asChart(id) }) },
  ],
  "dashboards.update": [
    { noun: "projects", naming: async (project_id, actor) => ({ id: await own("dashboards", actor), project_id }) },
    { noun: "sources", naming: async (id, actor) => ({ id: await own("dashboards", actor), ...asChart(id) }) },
  ],
  "dashboards.duplicate": [
    { noun: "projects", naming: async (project_id, actor) => ({ id: await own("dashboards", actor), project_id }) },
  ],
  "connectors.create": [
    { noun: "projects", naming: async (project_id) => ({ name: "X", settings: nowhere, project_id }) },
  ],
  "share_links.create": [
    { noun: "projects", naming: shared("project") },
    { noun: "sources", naming: shared("source") },
    { noun: "dashboards", naming: shared("dashboard") },
  ],
  "policies.create": [{ noun: "sources", naming: async (id) => ({ name: "X", ...rules(id) }) }],
  "policies.preview": [
    { noun: "sources", naming: async (source_id) => ({ policy: rules(source_id), as: live.user.id }) },
  ],
  "policies.preview_touched": [
    { noun: "sources", naming: async (source_id) => ({ source_id, applies_to: rules(source_id).applies_to }) },
  ],
};
/** Lists that are narrowed by an object: one of the other mode has nothing in it. */
const narrowed = new Set([
  "sources.list",
  "files.list",
  "dashboards.list",
  "connectors.list",
  "share_links.list",
  "policies.list",
]);
/** A service account is in projects of both modes, since it owns keys of both. */
const modeless = new Set(["service_accounts.create", "service_accounts.update"]);

test("whatever names an object of such a kind is tried with one of the other mode", () => {
  const naming = [...verbs.values()].filter(({ input }) => {
    const schema = JSON.stringify(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }));
    return /"(?:project|source|dashboard|file|connector|resource)_ids?":/.test(schema);
  });
  const names = naming.map(({ name }) => name).filter((name) => !narrowed.has(name) && !modeless.has(name));
  expect(Object.keys(references).toSorted()).toEqual(names.toSorted());
});

describe.each(
  Object.entries(references).flatMap(([name, all]) =>
    all.map((reference) => [name, reference.noun, reference] as const),
  ),
)("%s that names one of %s", (name, noun, { naming }) => {
  test.each([
    ["live, in test mode", () => [live, inTest] as const],
    ["test, in live mode", () => [inTest, live] as const],
  ])("%s, is refused as for an id that nobody has", async (_, who) => {
    const [owner, other] = who();
    const verb = verbs.get(name);
    const id = await kinds[noun]?.make(owner);
    if (!verb || !id) throw new Error(`There is no ${name}.`);
    const refused = await attempt(verb, other, await naming(id, other));
    expect(["not_found", "invalid_input"]).toContain(refused);
    expect(await attempt(verb, other, await naming(`${id.split("_")[0]}_nobody`, other))).toBe(refused);
    expect(await attempt(verb, owner, await naming(id, owner))).toBe("passed");
  });
});
