import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("a stranger ends a found key without an account, and its owner hears of it", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Lost in a repository" });
  expect((await api(key.api_key)("/user")).status).toBe(200);

  const stranger = await person.elsewhere();
  await stranger.goto("/leak");
  const field = stranger.getByLabel("What you found");
  await awake(field);
  await expectAccessible(stranger);
  await stranger.getByRole("button", { name: "End this secret" }).click();
  await expect(stranger.getByText("Paste what you found.")).toBeVisible();
  await field.fill(`  ${key.api_key}\n`);
  await stranger.getByRole("button", { name: "End this secret" }).click();
  const thanks = stranger.getByRole("status").filter({ hasText: "it opens nothing any more" });
  await expect(thanks).toBeVisible();
  await expect(field).toHaveValue("");
  expect(stranger.url()).not.toContain("gk_");
  expect((await api(key.api_key)("/user")).status).toBe(401);

  // What never existed is answered in the same words.
  await field.fill("gk_live_nothing");
  await stranger.getByRole("button", { name: "End this secret" }).click();
  await expect(field).toHaveValue("");
  await expect(thanks).toBeVisible();
  await expectAccessible(stranger, "/leak, reported");

  await page.goto("/alerts");
  await expect(page.getByText("“Lost in a repository” was reported as leaked and has been ended.")).toBeVisible();
  await page.goto(`/audit?action=key.leaked`);
  await expect(
    page
      .getByRole("table", { name: "Audit events" })
      .getByText(/Somebody without an account/)
      .first(),
  ).toBeVisible();
});

test("the docs say how to find, report and verify", async ({ page }) => {
  for (const path of ["/docs/leaks", "/docs/webhooks"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
