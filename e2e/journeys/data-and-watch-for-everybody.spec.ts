import { expectAccessible } from "../fixtures/axe.ts";
import { makeSource } from "../fixtures/make-source.ts";
import { expect, test } from "../fixtures/test.ts";

test("sources are open to everybody, in both themes and on a phone", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/sources");
  await expect(page.getByRole("button", { name: "Choose file" })).toBeVisible();
  await expectAccessible(page, "/sources, empty");

  const call = api((await person.makeKey()).api_key);
  const source = await makeSource(call, "cities.csv", "city,people,capital\nParis,2102650,true\nLyon,522250,false\n");
  await page.goto("/sources");
  await expect(page.getByRole("link", { name: source.name })).toBeVisible();
  await expectAccessible(page);

  for (const tab of ["rows", "schema", "rejected", "settings"]) {
    await page.goto(`/sources/${source.id}?tab=${tab}&filter=people:gt:1000`);
    await expect(page.getByRole("tabpanel")).toBeVisible();
    await expectAccessible(page, `/sources/[id], ${tab}`);
  }
  await page.goto(`/sources/${source.id}`);
  await page.getByRole("button", { name: "Add filter" }).click();
  await expectAccessible(page, "/sources/[id], adding a filter");

  await page.goto("/sources/new");
  await page.getByLabel("File to upload").setInputFiles({
    name: "cities.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("city,people\nParis,2102650\nLyon,522250\n"),
  });
  await expect(page.getByRole("button", { name: "Import 2 rows" })).toBeVisible();
  await expectAccessible(page, "/sources/new, review");
});

test("usage and requests are open to everybody, in both themes and on a phone", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/usage");
  await expect(page.getByText("No requests in this range")).toBeVisible();
  await expectAccessible(page, "/usage, empty");
  await page.goto("/requests");
  await expectAccessible(page, "/requests, empty");

  const call = api((await person.makeKey({ preset: "custom", scopes: ["usage:read"] })).api_key);
  await call("/user");
  const refused = await call("/api-keys");
  await expect(page.getByRole("table", { name: "Requests" }).getByRole("row")).toHaveCount(3);
  await expectAccessible(page);
  await page.goto("/requests?view=errors");
  await expect(page.getByRole("table", { name: "Errors" }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page, "/requests, errors");
  await page.goto(`/requests/${refused.headers.get("x-request-id")}`);
  await expect(page.getByRole("list", { name: "Checks" })).toBeVisible();
  await expectAccessible(page, "/requests/[id]");

  await page.goto("/usage?range=1h");
  await expect(page.getByRole("slider", { name: "Requests over time" }).locator("canvas")).toBeVisible();
  for (const summary of await page.getByText("Values as a table").all()) await summary.click();
  await expectAccessible(page);
});

test("audit is open to everybody, in both themes and on a phone", async ({ person }) => {
  const { page } = person;
  await person.makeKey();
  await page.goto("/audit");
  await page.getByRole("button", { name: "Verify chain" }).click();
  await expect(page.getByText("The chain is whole")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /created the key/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "/audit, an event");
});
