import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { newVisitor, signUp } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

test("signing in, signing up and onboarding are accessible", async ({ browser, watch }) => {
  const context = await newVisitor(browser);
  watch(context);
  const page = await context.newPage();
  await page.goto("/login");
  await expectAccessible(page);
  await page.goto("/signup");
  await awake(page.getByLabel("Name"));
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await expectAccessible(page, "/signup with mistakes");

  await signUp(context);
  await page.goto("/onboarding");
  await awake(page.getByRole("button", { name: "Continue with a test key" }));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with a test key" }).click();
  await expect(page.getByText("Listening for the first call")).toBeVisible();
  await expectAccessible(page, "/onboarding, listening");
  await page.getByRole("button", { name: "Run it here" }).click();
  await expect(page.getByText("Your first call arrived")).toBeVisible();
  await expectAccessible(page, "/onboarding, green");
});

test("the list of keys, their form and the account are accessible", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/keys");
  await expect(page.getByText("No keys yet")).toBeVisible();
  await expectAccessible(page, "/keys, empty");

  const key = await person.makeKey({ name: "Used", expires_at: new Date(Date.now() + 3 * 86_400_000).toISOString() });
  await person.makeKey({ name: "Unused", preset: undefined, scopes: ["data:read"], type: "test" });
  expect((await api(key.api_key)("/user")).status).toBe(200);
  await page.goto("/keys");
  await expect(page.getByRole("link", { name: "Used", exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.goto("/keys/new?preset=custom&scopes=data:read,keys:read");
  await awake(page.getByLabel("Name"));
  await page.locator("summary", { hasText: "More" }).click();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("New");
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("The key works.")).toBeVisible();
  await expectAccessible(page, "/keys/new, created");
  await page.getByRole("button", { name: "Copy", exact: true }).click();

  await page.goto("/account");
  await expectAccessible(page);
});

test("the page of a key is accessible", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Used" });
  expect((await api(key.api_key)("/user")).status).toBe(200);
  for (const tab of ["overview", "usage", "requests", "settings", "audit"]) {
    await page.goto(`/keys/${key.id}?tab=${tab}`);
    await expect(page.getByRole("tab", { selected: true }).first()).toHaveText(new RegExp(tab, "i"));
    await expect(page.locator("[aria-busy=true], .animate-pulse")).toHaveCount(0);
    await expectAccessible(page, `/keys/[id], ${tab}`);
  }
  await awake(page.getByRole("button", { name: "Rotate" }));
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByText("Who called in the last 24 hours")).toBeVisible();
  await expectAccessible(page, "rotating");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "revoking");
});
