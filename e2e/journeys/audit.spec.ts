import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

test("who did what is listed, filtered, shown in full, exported and proven", async ({ person }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Watched" });
  await mutate(person.context.request, "keys.update", { id: key.id, name: "Renamed" });

  await page.goto("/audit");
  const log = page.getByRole("table", { name: "Audit events" });
  await expect(log.getByRole("button", { name: /changed the key Renamed/ })).toBeVisible();

  await page.getByLabel("What was changed").click();
  await page.getByRole("option", { name: "Keys" }).click();
  await expect(page).toHaveURL(/action=key/);
  await expect(page.getByText("2 events shown")).toBeVisible();

  await log.getByRole("button", { name: /changed the key Renamed/ }).click();
  const event = page.getByRole("dialog");
  await expect(event.locator("del")).toHaveText(/Before: *Watched/);
  await expect(event.locator("ins")).toHaveText(/After: *Renamed/);
  await expect(event.getByRole("link", { name: "Renamed" })).toHaveAttribute("href", `/keys/${key.id}`);
  // An event has an address of its own.
  await page.reload();
  await expect(page.getByRole("dialog").locator("ins")).toHaveText(/Renamed/);
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByRole("button", { name: "Verify chain" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The chain is whole" })).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export NDJSON" }).click(),
  ]);
  const text = await (await import("node:fs/promises")).readFile(await download.path(), "utf8");
  const events = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { seq: number; hash: string; prev_hash: string });
  expect(events.at(-1)?.seq).toBe(1);
  for (const [at, { prev_hash }] of events.slice(0, -1).entries()) expect(prev_hash).toBe(events[at + 1]?.hash);
  expect(text).not.toContain(key.api_key);
});
