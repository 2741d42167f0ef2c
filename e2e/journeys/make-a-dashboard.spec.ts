import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { makeSource } from "../fixtures/make-source.ts";
import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

const weatherFile = fileURLToPath(
  new URL("../../node_modules/vega-datasets/data/seattle-weather.csv", import.meta.url),
);

/** The days of each kind of weather, counted from the file as it stands. */
async function countDays(): Promise<{ csv: string; days: Map<string, number>; total: number }> {
  const csv = await readFile(weatherFile, "utf8");
  const lines = csv.trim().split("\n").slice(1);
  const days = new Map<string, number>();
  for (const line of lines) {
    const weather = line.trim().split(",").at(-1) ?? "";
    days.set(weather, (days.get(weather) ?? 0) + 1);
  }
  return { csv, days, total: lines.length };
}

const choose = async (page: Page, box: string, option: string | RegExp) => {
  await page.getByRole("combobox", { name: box }).click();
  await page.getByRole("option", { name: option }).first().click();
};
const chart = (page: Page, name: string) => page.getByRole("article", { name, exact: true });

test("a dashboard is made from a source, shows what the file holds, and is read by a key", async ({ person, api }) => {
  const { page } = person;
  const { csv, days, total } = await countDays();
  const call = api((await person.makeKey()).api_key);
  await makeSource(call, "weather.csv", csv);

  await page.goto("/dashboards");
  await expect(page.getByRole("heading", { name: "No dashboards yet" })).toBeVisible();
  await expectAccessible(page, "no dashboards");
  await page.getByRole("button", { name: "New dashboard" }).click();
  await page.getByLabel("Name").fill("Weather");
  await page.getByRole("button", { name: "Create dashboard" }).click();
  await page.waitForURL(/\/dashboards\/dash_\w+\?edit=true$/);
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";

  // A first chart: along time is proposed; bars by weather are wanted.
  await page.getByRole("button", { name: "Add chart" }).first().click();
  await choose(page, "Source", /^weather/);
  await page.getByRole("radio", { name: "Bars" }).click();
  await choose(page, "Along", /^weather/);
  await choose(page, "Order", "Count, highest first");
  const preview = page.getByRole("region", { name: "Preview" });
  const most = [...days].sort(([, a], [, b]) => b - a);
  // The preview of what was asked before has a table as well.
  await expect(preview.getByRole("img", { name: `Count by weather. ${most[0]?.join(": ")}` })).toBeVisible();
  await preview.getByText("Values as a table").click();
  for (const [weather, count] of most)
    await expect(preview.getByRole("row", { name: `${weather} ${count}` })).toBeVisible();
  await expectAccessible(page, "the editor of a chart");
  await page.getByLabel("Title").fill("Days by weather");
  await page.getByRole("button", { name: "Add to dashboard" }).click();

  // A second one: how many days in all.
  await page.getByRole("button", { name: "Add chart" }).click();
  await choose(page, "Source", /^weather/);
  await page.getByRole("radio", { name: "Number" }).click();
  await page.getByLabel("Name of the measure").fill("Days");
  await page.getByRole("button", { name: "Add to dashboard" }).click();
  await expect(chart(page, "Days").getByText(total.toLocaleString("en"))).toBeVisible();

  // Arranged by buttons, taken back, deleted by accident and brought back.
  const tools = page.getByRole("toolbar", { name: /^Days, chart/ });
  await tools.getByRole("button", { name: "Move before" }).click();
  await expect(page.getByRole("article").first()).toHaveAccessibleName("Days");
  await tools.getByRole("button", { name: "Make full width" }).click();
  await tools.getByRole("button", { name: "Delete chart" }).click();
  await expect(chart(page, "Days")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByRole("article").first()).toHaveAccessibleName("Days");
  await expectAccessible(page, "the editor of a dashboard");

  // Whoever looks may narrow it down by the weather.
  await page.getByRole("button", { name: "Nothing" }).click();
  await page.getByRole("checkbox", { name: "weather" }).click();
  await page.keyboard.press("Escape");

  // Leaving is asked about as long as it is not saved.
  await page.getByRole("link", { name: "Sources" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(new RegExp(`/dashboards/${id}$`));

  await page.reload();
  await expect(page.getByRole("article").first()).toHaveAccessibleName("Days");
  await expect(chart(page, "Days").getByText(total.toLocaleString("en"))).toBeVisible();
  const bars = chart(page, "Days by weather");
  await bars.getByText("Values as a table").click();
  for (const [weather, count] of most)
    await expect(bars.getByRole("row", { name: `${weather} ${count}` })).toBeVisible();
  await expectAccessible(page, "a dashboard");

  await page.getByRole("button", { name: "Add filter" }).click();
  const filter = page.getByRole("dialog", { name: "Add a filter" });
  await filter.getByLabel("Value").fill("rain");
  await filter.getByRole("button", { name: "Add filter" }).click();
  await expect(chart(page, "Days").getByText(String(days.get("rain")), { exact: true })).toBeVisible();
  await expect(page.getByText(`/api/v1/dashboards/${id}/data?filter=weather%3Aeq%3Arain`)).toBeVisible();
  await expectAccessible(page, "a dashboard that is filtered");
  await page.getByRole("button", { name: "Remove the filter weather is rain" }).click();
  await expect(chart(page, "Days").getByText(total.toLocaleString("en"))).toBeVisible();

  // The command on the page, with a key that may do nothing else.
  const reader = await person.makeKey({
    name: "BI",
    type: "read_only",
    preset: undefined,
    scopes: ["dashboards:read"],
  });
  const command = await page.getByText(`/api/v1/dashboards/${id}/data`).textContent();
  expect(command).toContain("Authorization: Bearer YOUR_API_KEY");
  const answer = await api(reader.api_key)(`/dashboards/${id}/data`);
  expect(answer.status).toBe(200);
  const { charts } = await answer.json();
  expect(charts.map(({ title }: { title: string }) => title)).toEqual(["Days", "Days by weather"]);
  expect(charts[0].data).toEqual([{ Days: total }]);
  expect(charts[1].data).toEqual(most.map(([weather, Count]) => ({ weather, Count })));

  // Without its source the chart stays, and says so.
  const [source] = (await (await call("/sources")).json()).data;
  await call(`/sources/${source.id}`, { method: "DELETE" });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(chart(page, "Days").getByText("Not available to you")).toBeVisible();
  await expectAccessible(page, "a dashboard without its source");

  await page.goto("/dashboards");
  await expect(page.getByRole("link", { name: "Weather" })).toBeVisible();
  await expectAccessible(page, "dashboards");
});

test("two editors at once: the later one is told, and both keep what they did", async ({
  person,
  api,
  allowedErrors,
}) => {
  allowedErrors.push(/412 \(Precondition Failed\)/);
  const { page, context } = person;
  const call = api((await person.makeKey()).api_key);
  const source = await makeSource(call, "sales.csv", "city,amount\nOslo,3\nBergen,4\n");
  const bars = (title: string) => ({
    id: title,
    title,
    kind: "bar",
    source_id: source.id,
    query: { group_by: ["city"], aggregate: [{ function: "count" }] },
  });
  const { id } = await mutate<{ id: string }>(context.request, "dashboards.create", {
    name: "Sales",
    charts: [bars("One"), bars("Two")],
  });

  await page.goto(`/dashboards/${id}?edit=true`);
  await page
    .getByRole("toolbar", { name: /^Two, chart/ })
    .getByRole("button", { name: "Delete chart" })
    .click();
  const theirs = { id, name: "Sales of theirs", charts: [bars("One"), bars("Two"), bars("Three")] };
  await mutate(context.request, "dashboards.update", { version: 1, change: theirs });

  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody else saved this dashboard" });
  await expect(dialog.getByRole("region", { name: "They" })).toContainText("added Three");
  await expect(dialog.getByRole("region", { name: "You" })).toContainText("removed Two");
  await expectAccessible(page, "the choice between two editors");
  await dialog.getByRole("button", { name: "Keep both" }).click();
  await expect(page.getByRole("heading", { name: "Sales of theirs" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(2);
  const saved = await (await call(`/dashboards/${id}`)).json();
  expect(saved).toMatchObject({ version: 3, name: "Sales of theirs" });
  expect(saved.charts.map(({ title }: { title: string }) => title)).toEqual(["One", "Three"]);
});
