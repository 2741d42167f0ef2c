import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChartData } from "#contract/dashboard.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type Organization, type World } from "#testing/world.ts";
import { createDashboard } from "./create-dashboard.ts";
import { getDashboard } from "./get-dashboard.ts";
import { readDashboardData } from "./read-dashboard-data.ts";
import { updateDashboard } from "./update-dashboard.ts";

let world: World;
let api: Api;
let organization: Organization;
let owner: Principal;
let source: string;
const rows = Array.from({ length: 60 }, (_, index) => ({
  day: `2026-0${1 + Math.floor(index / 20)}-${String(1 + (index % 20)).padStart(2, "0")}`,
  city: ["Oslo", "Bergen", "Tromsø"][index % 3],
  amount: index,
}));
const csv = `day,city,amount\n${rows.map(({ day, city, amount }) => `${day},${city},${amount}`).join("\n")}\n`;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  organization = await world.organization();
  owner = await world.member(organization, "owner");
  source = (await importFile(world, owner, csv, { name: "Sales" })).id;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const count = { group_by: ["city"], aggregate: [{ function: "count" }] };
const chart = (more: object = {}) => ({ title: "C", kind: "bar", source_id: source, query: count, ...more });
const create = async (charts: object[], more: object = {}, who = owner) =>
  (await createDashboard(world.call(who), createDashboard.input.parse({ name: "D", charts, ...more }))).id;
const read = async (who: Principal, id: string): Promise<ChartData[]> => {
  const answer = await readDashboardData(world.call(who), { id });
  return readDashboardData.output.parse(answer).charts;
};
const problems = (charts: ChartData[]) => charts.map(({ problem }) => problem?.code ?? null);

describe("the data of a dashboard", () => {
  test("is what its charts ask, in their order, each column with its role", async () => {
    const byMonth = {
      group_by: [{ column: "day", bucket: "month" }],
      aggregate: [{ function: "sum", column: "amount", as: "Amount" }],
    };
    const id = await create([
      chart({ title: "Amount", kind: "area", width: "full", query: byMonth }),
      chart({ title: "All", kind: "number", query: { aggregate: [{ function: "avg", column: "amount" }] } }),
      chart({ title: "Last", kind: "table", query: { sort: ["-amount"], limit: 2 } }),
    ]);
    const [amount, all, last] = await read(owner, id);
    const sums = [1, 2, 3].map((month) => ({
      day: `2026-0${month}-01`,
      Amount: rows.filter(({ day }) => day.startsWith(`2026-0${month}`)).reduce((sum, each) => sum + each.amount, 0),
    }));
    expect(amount).toMatchObject({ title: "Amount", kind: "area", width: "full", data: sums, problem: null });
    expect(amount?.source).toEqual({ id: source, name: "Sales" });
    expect(amount?.columns).toEqual([
      { name: "day", type: "date", role: "group", bucket: "month", function: null },
      { name: "Amount", type: "integer", role: "measure", bucket: null, function: "sum" },
    ]);
    expect(all?.data).toEqual([{ avg_amount: 29.5 }]);
    expect(last).toMatchObject({ truncated: true, data: [{ amount: 59 }, { amount: 58 }] });
  });

  test("is narrowed down by the columns that it offers, in each chart whose source has them, and by no others", async () => {
    const { id: other } = await importFile(world, owner, "place,city\nPort,Oslo\n");
    const plain = { title: "Places", kind: "table", source_id: other, query: { select: ["place"] } };
    const id = await create([chart(), plain], { filters: ["city", "day", "gone"] });
    const key = (await createKey(world.call(owner), createKey.input.parse({ name: "F", scopes: ["dashboards:read"] })))
      .api_key;
    const get = async (...filters: string[]) =>
      (
        await api.send(
          "GET",
          `/dashboards/${id}/data?${new URLSearchParams(filters.map((each) => ["filter", each]))}`,
          {
            key: key ?? "",
          },
        )
      ).body;
    expect(await get("city:in:Oslo,Bergen", "day:lt:2026-02-01")).toMatchObject({
      filters: [
        { name: "city", type: "text" },
        { name: "day", type: "date" },
      ],
      charts: [
        {
          data: [
            { city: "Bergen", count: 7 },
            { city: "Oslo", count: 7 },
          ],
          filtered_by: ["city", "day"],
        },
        { data: [{ place: "Port" }], filtered_by: ["city"] },
      ],
    });
    expect(await get("city:eq:Nowhere")).toMatchObject({ charts: [{ data: [] }, { data: [] }] });
    for (const [filter, code] of [
      ["amount:gt:3", "not_offered"],
      ["gone:eq:1", "not_offered"],
      ["day:eq:soon", "invalid_value"],
      ["city", "invalid_format"],
      ["city:near:Oslo", "unknown_operator"],
    ] as const)
      expect(await get(filter)).toMatchObject({ status: 422, errors: [{ attr: "filter.0", code }] });
  });

  test("is told to visitors without its questions", async () => {
    const id = await create([chart({ query: { ...count, filter: ["amount:gt:41"] } })]);
    const bound = { linkId: "share_x", type: "dashboard" as const, id, visiting: true };
    const visitor: Principal = { ...owner, bound };
    expect((await getDashboard(world.call(visitor), { id })).charts[0]).toMatchObject({ title: "C", query: null });
    expect((await read(visitor, id))[0]?.data).toHaveLength(3);
  });

  test("is open to a key that only reads dashboards, by its owner's access", async () => {
    const id = await create([chart()]);
    const make = createKey.input.parse({ name: "BI", scopes: ["dashboards:read"] });
    const { api_key } = await createKey(world.call(owner), make);
    const answer = await api.send("GET", `/dashboards/${id}/data`, { key: api_key ?? "" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      id,
      version: 1,
      charts: [{ data: [{ city: "Bergen", count: 20 }, { count: 20 }, { city: "Tromsø", count: 20 }] }],
    });
    expect((await api.send("GET", `/sources/${source}/data`, { key: api_key ?? "" })).status).toBe(403);
  });

  test("of a source that was deleted is a problem of its chart alone, which stays and can be arranged", async () => {
    const { id: doomed } = await importFile(world, owner, "a,b\n1,2\n");
    const broken = chart({
      title: "Broken",
      source_id: doomed,
      query: { group_by: ["a"], aggregate: [{ function: "count" }] },
    });
    const id = await create([broken, chart()]);
    await deleteSource(world.call(owner), { id: doomed });
    const [first, second] = await read(owner, id);
    expect(first).toMatchObject({ title: "Broken", source: null, data: [], problem: { code: "not_available" } });
    expect(second?.data).toHaveLength(3);

    const { charts } = await getDashboard(world.call(owner), { id });
    expect(charts.map(({ query }) => query === null)).toEqual([true, false]);
    const moved = updateDashboard.input.parse({ id, charts: charts.toReversed() });
    expect((await updateDashboard(world.call(owner), moved)).charts.map(({ title }) => title)).toEqual(["C", "Broken"]);
    const [kept] = await world.owner<{ charts: { query: object }[] }[]>`select charts from dashboards where id = ${id}`;
    expect(kept?.charts[1]?.query).toMatchObject({ group_by: ["a"] });
  });

  test("of a column that is gone says so to those who see all of the source", async () => {
    const { id: changing } = await importFile(world, owner, "a,b\n1,2\n");
    const id = await create([
      chart({ source_id: changing, query: { group_by: ["a"], aggregate: [{ function: "count" }] } }),
    ]);
    await world.owner`update sources set columns = ${world.owner.json([{ name: "b", type: "integer", nullable: true, description: null }])}
      where id = ${changing}`;
    const [only] = await read(owner, id);
    expect(only).toMatchObject({ source: { id: changing }, data: [] });
    expect(only?.problem).toEqual({ code: "broken", detail: 'The source has no column "a".' });
  });

  test("of a source in a project that the reader is not in is not theirs", async () => {
    const { id: secret } = await createProject(world.call(owner), { name: "Secret", description: null });
    const hidden = (await importFile(world, owner, csv, { name: "Salaries", projectId: secret })).id;
    const id = await create([chart({ source_id: hidden, query: { ...count, filter: ["amount:gt:41"] } }), chart()]);
    const ada = await world.member(organization, "editor");
    expect(problems(await read(ada, id))).toEqual(["not_available", null]);
    const seen = JSON.stringify([await read(ada, id), await getDashboard(world.call(ada), { id })]);
    for (const word of ["Salaries", "amount:gt:41"]) expect(seen).not.toContain(word);
    await putProjectMember(world.call(owner), { id: secret, user_id: ada.user.id, role: "viewer" });
    expect(problems(await read(ada, id))).toEqual([null, null]);
  });

  test("a chart that takes too long is stopped, and the next one is read", { timeout: 60_000 }, async () => {
    const slow = (await importFile(world, owner, csv)).id;
    const id = await create([chart({ source_id: slow }), chart()]);
    const locked = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    const holder = world.owner.begin(async (tx) => {
      await tx.unsafe(`lock table data."${slow}" in access exclusive mode`);
      locked.resolve();
      await finished.promise;
    });
    await locked.promise;
    try {
      expect(problems(await read(owner, id))).toEqual(["too_slow", null]);
    } finally {
      finished.resolve();
      await holder;
    }
  });

  test("a source that is not ready keeps its chart, and says why there is nothing", async () => {
    const { id: later } = await importFile(world, owner, csv);
    const id = await create([chart({ source_id: later })]);
    await world.owner`update sources set status = 'failed', error = 'The file broke off.' where id = ${later}`;
    const [only] = await read(owner, id);
    expect(only?.problem).toMatchObject({ code: "not_ready", detail: expect.stringContaining("The file broke off.") });
  });
});
