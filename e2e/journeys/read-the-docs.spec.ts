import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { pagesInOrder } from "#app/docs/parts/contents.ts";
import { problemCodes } from "#contract/problem.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

const run = promisify(execFile);

/** The nth call of a page as it is printed in the language that is shown. */
const printed = (page: Page, nth: number) => page.getByRole("tabpanel").nth(nth).textContent().then(String);

/** Runs what a reader would paste into a terminal, and gives the answer. */
async function paste(command: string): Promise<unknown> {
  const { stdout } = await run("bash", ["-c", command]);
  return JSON.parse(stdout);
}

for (const { href, title } of pagesInOrder)
  test(`${href} answers a visitor, and is open to everybody's eyes and hands`, async ({ page }) => {
    const answer = await page.goto(href);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(
      page.getByRole("navigation", { name: "Docs" }).getByRole("link", { name: title, exact: true }),
    ).toHaveAttribute("aria-current", "page");
    await expectAccessible(page);
  });

test("every code of a problem has a page that explains it", async ({ page, request }) => {
  for (const code of problemCodes) {
    const answer = await request.get(`/docs/errors/${code}`);
    expect(answer.status(), code).toBe(200);
    expect(await answer.text(), code).toContain(`/docs/errors/${code}`);
  }
  expect((await request.get("/docs/errors/no_such_code")).status()).toBe(404);
  await page.goto("/docs/errors");
  await page
    .getByRole("region", { name: "Codes of problems" })
    .getByRole("link", { name: "rate_limit_exceeded" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Rate limit exceeded" })).toBeVisible();
  await expectAccessible(page);
});

test("the order of reading leads from the first page to the last", async ({ page }) => {
  await page.goto("/docs");
  for (const { href } of pagesInOrder.slice(1)) {
    await page.getByRole("navigation", { name: "Previous and next page" }).getByRole("link", { name: /^Next/ }).click();
    await page.waitForURL((url) => url.pathname === href);
  }
  await expect(page.getByRole("link", { name: /^Next/ })).toHaveCount(0);
});

test("a visitor finds placeholders and the way to an account", async ({ page }) => {
  await page.goto("/docs/quickstart");
  expect(await printed(page, 0)).toContain("YOUR_API_KEY");
  expect(await printed(page, 0)).toContain("YOUR_ORGANIZATION_ID");
  await expect(page.getByRole("button", { name: "Use a 1-hour test key" })).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("link", { name: "Create an account" })).toHaveAttribute(
    "href",
    "/signup",
  );
});

test("a reader who is signed in gets calls that work as printed", async ({ person: { page, makeKey } }) => {
  const { id: ownKey } = await makeKey({ name: "Something else" });
  await page.goto("/docs/quickstart");
  const before = await printed(page, 0);
  expect(before).toMatch(/X-Tenant-ID: org_[0-9a-z]{26}"/);
  expect(before).toContain("YOUR_API_KEY");

  await page.getByRole("button", { name: "Use a 1-hour test key" }).click();
  await expect(page.getByRole("button", { name: "Copy key" })).toBeVisible();
  const self = (await paste(await printed(page, 0))) as {
    organization: { id: string };
    credential: { id: string; name: string; expires_at: string; livemode: boolean };
    effective_scopes: string[];
  };
  expect(before).toContain(self.organization.id);
  expect(self.credential.id).not.toBe(ownKey);
  expect(self.credential.livemode).toBe(false);
  expect(self.effective_scopes).toContain("data:read");
  const left = new Date(self.credential.expires_at).getTime() - Date.now();
  expect(left).toBeGreaterThan(55 * 60_000);
  expect(left).toBeLessThanOrEqual(60 * 60_000);
  expect(await paste(await printed(page, 1))).toEqual({ data: [], next_cursor: null });

  await page.getByRole("navigation", { name: "Docs" }).getByRole("link", { name: "Authentication" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Authentication" })).toBeVisible();
  expect(await printed(page, 0)).toMatch(/Bearer gk_test_[0-9A-Za-z]{49}"/);

  // The secret lives on the page alone: not in storage, not in the address, and not after a reload.
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
  );
  expect(kept).not.toContain("gk_test_");
  await page.reload();
  expect(await printed(page, 0)).toContain("YOUR_API_KEY");
  await expectAccessible(page);
});

test("the language one picks is kept on every page", async ({ page }) => {
  await page.goto("/docs/quickstart");
  await page.getByRole("tab", { name: "Python" }).first().click();
  for (const tab of await page.getByRole("tab", { name: "Python" }).all())
    await expect(tab).toHaveAttribute("aria-selected", "true");
  await page.goto("/docs/limits");
  await expect(page.getByRole("tab", { name: "Python" })).toHaveAttribute("aria-selected", "true");
});

test("on a phone the table of contents is behind a button", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/docs");
  await page.getByRole("button", { name: "Open table of contents" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Rate limits" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Rate limits" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
