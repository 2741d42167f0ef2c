import { expect, test } from "../fixtures/test.ts";

test.use({ allowedErrors: [/status of 403/] });

test("a refused request shows up by itself, says why, and leads to what mends it", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Narrow", preset: "custom", scopes: ["usage:read"] });
  await page.goto("/requests");
  await expect(page.getByText("Nothing has called the API yet")).toBeVisible();

  await api(key.api_key)("/user");
  const log = page.getByRole("table", { name: "Requests" });
  await expect(log.getByRole("link", { name: /GET \/api\/v1\/user/ })).toBeVisible();

  const refused = await api(key.api_key)("/api-keys?limit=3");
  expect(refused.status).toBe(403);
  const requestId = refused.headers.get("x-request-id") ?? "";
  const line = log.getByRole("link", { name: /GET \/api\/v1\/api-keys\?limit=3.*insufficient_scope/ });
  await expect(line).toBeVisible();
  await expect(log.getByRole("row").nth(1)).toContainText("403");

  await line.click();
  await page.waitForURL(`**/requests/${requestId}`);
  const checks = page.getByRole("list", { name: "Checks" });
  await expect(checks.getByRole("listitem").filter({ hasText: "Failed" })).toContainText("This key lacks keys:read.");
  await expect(checks.getByRole("listitem").filter({ hasText: "Passed" })).toHaveCount(4);
  await expect(page.locator("figure code")).toContainText("Bearer YOUR_API_KEY");
  await expect(page.locator("main")).not.toContainText(key.api_key);

  await page.getByLabel("Replay with a key").fill(key.api_key);
  await page.getByRole("button", { name: "Send GET" }).click();
  await expect(page.getByRole("region", { name: "Answer" })).toContainText("insufficient_scope");

  await page.getByRole("link", { name: "Add the scope to the key" }).click();
  await page.waitForURL(`**/keys/${key.id}?tab=settings&add=keys:read`);
});

test("errors are grouped, and a group opens its requests", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Narrow", preset: "custom", scopes: ["usage:read"] });
  for (let count = 0; count < 3; count += 1) await api(key.api_key)("/api-keys");
  await page.goto("/requests?view=errors");
  const group = page.getByRole("table", { name: "Errors" }).getByRole("row", { name: /Insufficient scope/ });
  await expect(group).toContainText("3");
  await group.getByRole("button", { name: "Insufficient scope" }).click();
  await expect(page.getByText("3 requests shown")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: new requests are not shown.")).toBeVisible();
  await page.getByRole("button", { name: "Remove this filter" }).click();
  await expect(page).not.toHaveURL(/code=/);
});

test.describe("an id that nobody has", () => {
  test.use({ allowedErrors: [/status of 404/] });

  test("is told after a moment of patience", async ({ person }) => {
    await person.page.goto("/requests/req_00000000000000000000000000");
    await expect(person.page.locator("main").getByRole("alert")).toContainText("There is no such request");
  });
});
