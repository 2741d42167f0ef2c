import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "#core/principal.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { getDashboard } from "#domain/dashboards/get-dashboard.ts";
import { listDashboards } from "#domain/dashboards/list-dashboards.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { type Api, serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { runnable, runSample } from "#testing/run-sample.ts";
import { makeWorld, type World } from "#testing/world.ts";
import { changeDashboardSamples, createDashboardSamples, readDashboardSamples } from "./dashboard-samples.ts";

const PUBLIC_URL = "http://gatehouse.test";
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-samples-"));
let world: World;
let api: Api;
let owner: Principal;
let values: Record<string, string>;
beforeAll(async () => {
  world = await makeWorld();
  api = await serveApi(world);
  owner = await world.member(await world.organization(), "owner");
  const source = await importFile(world, owner, "city,amount\nOslo,3\nBergen,4\nOslo,5\n");
  const input = createKey.input.parse({ name: "Docs", scopes: ["dashboards:write", "data:read"] });
  const { api_key } = await createKey(world.call(owner), input);
  values = {
    [`${PUBLIC_URL}/api/v1`]: api.url,
    YOUR_API_KEY: api_key ?? "",
    YOUR_SOURCE_ID: source.id,
    YOUR_DASHBOARD_ID: "none",
  };
});
afterAll(async () => {
  await api.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

const rows = [
  { city: "Oslo", Turnover: 8 },
  { city: "Bergen", Turnover: 4 },
];

test("make a dashboard and read it, against the product itself", async () => {
  for (const sample of runnable(createDashboardSamples(PUBLIC_URL))) {
    await runSample(folder, sample, values);
    const [made] = (await listDashboards(world.call(owner), listDashboards.input.parse({}))).data;
    expect(made).toMatchObject({ name: "Sales", charts: [{ title: "Turnover by city", kind: "bar" }] });
    for (const reading of runnable(readDashboardSamples(PUBLIC_URL))) {
      const printed = await runSample(folder, reading, { ...values, YOUR_DASHBOARD_ID: made?.id ?? "" });
      expect(printed.replaceAll(" ", "")).toContain(JSON.stringify(rows));
    }
  }
});

test("change one with its ETag, and take nothing from whoever saved in between", async () => {
  for (const sample of runnable(changeDashboardSamples(PUBLIC_URL))) {
    const { id } = await createDashboard(world.call(owner), createDashboard.input.parse({ name: sample.label }));
    await runSample(folder, sample, { ...values, YOUR_DASHBOARD_ID: id });
    const after = await getDashboard(world.call(owner), { id });
    expect(after.version).toBe(2);
    if (sample.label === "curl") expect(after.description).toBe("Figures of this year");
    else expect(after.charts).toMatchObject([{ title: "Sales in all", kind: "number", width: "half" }]);
  }
});
