import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CreatePolicyInput } from "#contract/policy.ts";
import type { Principal } from "#core/principal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { deletePolicy } from "#domain/policies/delete-policy.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { createDashboard } from "./create-dashboard.ts";
import { duplicateDashboard } from "./duplicate-dashboard.ts";
import { getDashboard } from "./get-dashboard.ts";
import { readDashboardData } from "./read-dashboard-data.ts";
import { updateDashboard } from "./update-dashboard.ts";

/** One dashboard, two readers: one sees all of its source, the other what policies leave. */
let world: World;
let api: Api;
let owner: Principal;
let bound: Principal;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  const organization = await world.organization();
  owner = await world.member(organization, "owner");
  bound = await world.member(organization, "editor");
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const csv = "region,salary,email\neu,100,ada@secret.example\nus,200,bob@secret.example\neu,300,cy@secret.example\n";
const count = { function: "count" } as const;
type Rules = Partial<Parameters<typeof CreatePolicyInput.parse>[0] & object>;
const limit = async (source: string, rules: Rules) =>
  createPolicy(
    world.call(owner),
    CreatePolicyInput.parse({
      name: "P",
      source_id: source,
      applies_to: [{ type: "member", id: bound.user.id }],
      ...rules,
    }),
  );
const sheet = async () => (await importFile(world, owner, csv)).id;
const make = async (source: string, queries: object[], kind = "table", who = owner) => {
  const charts = queries.map((query, index) => ({ title: `C${index}`, kind, source_id: source, query }));
  return (await createDashboard(world.call(who), createDashboard.input.parse({ name: "D", charts }))).id;
};
const read = async (who: Principal, id: string) => (await readDashboardData(world.call(who), { id })).charts;
const onlyEu = { rows: { column: "region", op: "eq" as const, value: "eu" } };
const hideSalary = { columns: [{ name: "salary", access: "hidden" as const }] };

describe("a row condition", () => {
  test("counts in each chart, for the reader and for their keys, and ends with the policy", async () => {
    const source = await sheet();
    const id = await make(source, [
      { aggregate: [count, { function: "sum", column: "salary" }] },
      { group_by: ["region"], aggregate: [count] },
      { select: ["region", "salary"] },
    ]);
    const policy = await limit(source, onlyEu);
    const input = createKey.input.parse({ name: "K", scopes: ["dashboards:read"] });
    const { api_key } = await createKey(world.call(bound), input);
    const byKey = async () =>
      (await api.send("GET", `/dashboards/${id}/data`, { key: api_key ?? "" })).body.charts as Awaited<
        ReturnType<typeof read>
      >;
    for (const charts of [await read(bound, id), await byKey()])
      expect(charts.map(({ data }) => data)).toEqual([
        [{ count: 2, sum_salary: 400 }],
        [{ region: "eu", count: 2 }],
        [
          { region: "eu", salary: 100 },
          { region: "eu", salary: 300 },
        ],
      ]);
    expect((await read(owner, id))[0]?.data).toEqual([{ count: 3, sum_salary: 600 }]);
    await deletePolicy(world.call(owner), { id: policy.id });
    expect((await byKey())[0]?.data).toEqual([{ count: 3, sum_salary: 600 }]);
  });

  test("hides what others filtered by, since that may be of a hidden row; what one put in oneself one sees", async () => {
    const source = await sheet();
    await limit(source, onlyEu);
    const filtered = { filter: ["email:eq:bob@secret.example"] };
    const id = await make(source, [filtered, {}]);
    const seen = await getDashboard(world.call(bound), { id });
    expect(seen.charts.map(({ query }) => query === null)).toEqual([true, false]);
    const texts = JSON.stringify([seen, await read(bound, id)]);
    expect(texts).not.toContain("bob@");
    const own = await make(source, [{ filter: ["email:eq:ada@secret.example"] }], "table", bound);
    expect((await getDashboard(world.call(bound), { id: own })).charts[0]?.query?.filter).toHaveLength(1);
  });
});

describe("a hidden or masked column", () => {
  const asks: [string, object][] = [
    ["shown", { select: ["salary"] }],
    ["filtered by", { filter: ["salary:gt:150"] }],
    ["sorted by", { sort: ["-salary"] }],
    ["grouped by", { group_by: ["salary"], aggregate: [count] }],
    ["summed up", { aggregate: [{ function: "max", column: "salary", as: "Top" }] }],
  ];

  test("is neither shown, filtered by, sorted by, grouped by nor summed up, and the others are read", async () => {
    for (const access of ["hidden", "masked"] as const) {
      const source = await sheet();
      const id = await make(source, [...asks.map(([, query]) => query), { group_by: ["region"], aggregate: [count] }]);
      await limit(source, { columns: [{ name: "salary", access }] });
      const charts = await read(bound, id);
      const problems = charts.map(({ problem }) => problem?.code ?? null);
      const shown = access === "masked" ? null : "not_available";
      expect(problems).toEqual([shown, ...asks.slice(1).map(() => "not_available"), null]);
      if (access === "masked") expect(charts[0]?.data).toEqual(Array.from({ length: 3 }, () => ({ salary: "••••" })));
      expect(JSON.stringify(charts)).not.toMatch(/[123]00/);
      if (access === "hidden") {
        const told = JSON.stringify([charts, await getDashboard(world.call(bound), { id })]);
        for (const word of ["salary", "150", "Top"]) expect(told).not.toContain(word);
      }
      expect((await read(owner, id)).map(({ problem }) => problem)).toEqual(charts.map(() => null));
    }
  });

  test("is not asked for by saving, nor guessed by saving what is there until it goes through", async () => {
    const source = await sheet();
    await limit(source, hideSalary);
    for (const [, query] of asks)
      await expect(make(source, [query], "table", bound)).rejects.toMatchObject({ code: "invalid_input" });
    const id = await make(source, [{ filter: ["salary:eq:200"] }]);
    const [chart] = (await getDashboard(world.call(bound), { id })).charts;
    const guess = async (query: object | null) => {
      const charts = [{ ...chart, title: "Mine", query }];
      return updateDashboard(world.call(bound), updateDashboard.input.parse({ id, charts })).then(
        () => "saved",
        ({ code }) => code,
      );
    };
    expect(await guess({ filter: ["salary:eq:100"] })).toBe("invalid_input");
    expect(await guess({ filter: ["salary:eq:200"] })).toBe("invalid_input");
    // What one may not see one may still arrange, and it stays what it was.
    expect(await guess(null)).toBe("saved");
    const [kept] = (await getDashboard(world.call(owner), { id })).charts;
    expect(kept).toMatchObject({ title: "Mine", query: { filter: ["salary:eq:200"] } });
  });

  test("stays hidden in a copy, and under another source's name", async () => {
    const [source, other] = [await sheet(), await sheet()];
    await limit(source, hideSalary);
    const id = await make(source, [{ select: ["salary"] }]);
    const copy = await duplicateDashboard(world.call(bound), { id });
    expect((await read(bound, copy.id))[0]).toMatchObject({ data: [], problem: { code: "not_available" } });
    const [chart] = copy.charts;
    const moved = updateDashboard.input.parse({ id: copy.id, charts: [{ ...chart, source_id: other, query: null }] });
    await expect(updateDashboard(world.call(bound), moved)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is no filter for those it is hidden from, and stays one for the others", async () => {
    const source = await sheet();
    await limit(source, hideSalary);
    const id = await make(source, [{ group_by: ["region"], aggregate: [count] }]);
    const change = (who: Principal, filters: string[]) =>
      updateDashboard(world.call(who), updateDashboard.input.parse({ id, filters }));
    await change(owner, ["salary", "region"]);
    const narrowed = (who: Principal) => readDashboardData(world.call(who), { id, filter: ["salary:gt:150"] });
    expect((await narrowed(owner)).charts[0]?.data).toEqual([
      { region: "eu", count: 1 },
      { region: "us", count: 1 },
    ]);
    const refused = await narrowed(bound).catch((error) => error);
    expect(refused).toMatchObject({ code: "invalid_input" });
    const told = JSON.stringify([await getDashboard(world.call(bound), { id }), refused.message, refused.more]);
    expect(told).not.toContain("salary");
    expect((await change(bound, [])).filters).toEqual([]);
    expect((await getDashboard(world.call(owner), { id })).filters).toEqual(["salary"]);
  });

  test("a policy that no longer fits its source lets no chart be read", async () => {
    const source = await sheet();
    await limit(source, onlyEu);
    const id = await make(source, [{}]);
    const columns = [{ name: "area", type: "text", nullable: true, description: null }];
    await world.owner`update sources set columns = ${world.owner.json(columns)} where id = ${source}`;
    expect((await read(bound, id))[0]).toMatchObject({ data: [], columns: [], problem: { code: "not_available" } });
  });
});
