import { expect, test } from "../fixtures/test.ts";

const sent = { ok: 40, refused: 7, missing: 5, invalid: 3 };
const total = sent.ok + sent.refused + sent.missing + sent.invalid;
const errors = total - sent.ok;

test("what a key sent is what usage and the log say, exactly", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Counted", preset: "custom", scopes: ["usage:read"] });
  const watcher = api((await person.makeKey({ name: "Watcher" })).api_key);
  const call = api(key.api_key);

  const times = (count: number, path: string) => Array.from({ length: count }, () => path);
  const paths = [
    ...times(sent.ok, "/user"),
    ...times(sent.refused, "/api-keys"),
    ...times(sent.missing, "/nowhere"),
    ...times(sent.invalid, "/usage?interval=century"),
  ];
  const statuses = await Promise.all(paths.map(async (path) => (await call(path)).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(sent.ok);

  const usage = async () => (await watcher(`/usage?credential_id=${key.id}&group_by=status`)).json();
  await expect.poll(async () => (await usage()).total_requests, { timeout: 60_000 }).toBe(total);
  const told = await usage();
  expect(told.total_errors).toBe(errors);
  const byStatus = Object.fromEntries(
    told.groups.map(({ group, requests }: { group: string; requests: number }) => [group, requests]),
  );
  expect(byStatus).toEqual({ 200: sent.ok, 403: sent.refused, 404: sent.missing, 422: sent.invalid });
  const inTime = told.data.reduce((sum: number, bucket: { requests: number }) => sum + bucket.requests, 0);
  expect(inTime, "the buckets together").toBe(total);

  await page.goto(`/usage?range=1h&key=${key.id}`);
  const figures = page.locator("main").getByText("Requests", { exact: true }).first().locator("..");
  await expect(figures).toContainText(String(total));
  const table = page.getByRole("table", { name: "Usage by status" });
  await expect(table.getByRole("row", { name: /200 OK/ })).toContainText(String(sent.ok));
  await expect(table.getByRole("row", { name: /403 Forbidden/ })).toContainText(String(sent.refused));
  await expect(table.getByRole("row", { name: /404 Not Found/ })).toContainText(String(sent.missing));
  await expect(table.getByRole("row", { name: /422/ })).toContainText(String(sent.invalid));

  // The file holds what is shown.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  const csv = await (await import("node:fs/promises")).readFile(await download.path(), "utf8");
  const lines = csv.trimEnd().split("\r\n").slice(1);
  const inFile = lines.reduce((sum, line) => sum + Number(line.split(",")[4]), 0);
  expect(inFile).toBe(total);

  // A span chosen by keyboard opens its requests.
  const chart = page.getByRole("slider", { name: "Requests over time" });
  await chart.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/requests\?.*range=custom/);
  await expect(page.getByText("50 requests shown")).toBeVisible();
  await page.getByRole("button", { name: "Load older" }).click();
  await expect(page.getByText(`${total} requests shown`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Load older" })).toHaveCount(0);

  const log = await (await watcher(`/requests?credential_id=${key.id}&limit=100`)).json();
  expect(log.data).toHaveLength(total);
  expect(new Set(log.data.map(({ id }: { id: string }) => id)).size).toBe(total);
});
