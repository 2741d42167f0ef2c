import type { Page } from "@playwright/test";
import { awake } from "../fixtures/awake.ts";
import { newDetails, newVisitor, signUp } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

/** Opens a page with a form, once it listens. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page.getByLabel("E-mail"));
}

const wrong = "The e-mail address or the password is not right. Check both and try again.";

test("one signs in, is led back to where one wanted to go, and signs out", async ({ browser, watch }) => {
  const context = await newVisitor(browser);
  watch(context);
  const { email, password, name } = await signUp(context);
  await context.clearCookies();
  const page = await context.newPage();

  await page.goto("/keys?status=revoked");
  await expect(page).toHaveURL(/\/login\?return_to=%2Fkeys%3Fstatus%3Drevoked/);
  await awake(page.getByLabel("E-mail"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/keys\?status=revoked$/);

  await page.getByRole("button", { name: `Account of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto("/keys");
  await expect(page).toHaveURL(/\/login/);
});

test("an unknown address and a wrong password are answered alike", async ({ browser, watch, allowedErrors }) => {
  allowedErrors.push(/401 \(Unauthorized\)/);
  const context = await newVisitor(browser);
  watch(context);
  const { email } = await signUp(context);
  await context.clearCookies();
  const page = await context.newPage();
  for (const address of [email, newDetails().email]) {
    await open(page, "/login");
    await page.getByLabel("E-mail").fill(address);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText(wrong)).toBeVisible();
  }
  // Signing up with an address that has an account gets nobody into it, and does not say that there is one.
  await open(page, "/signup");
  await page.getByLabel("Name").fill("Somebody");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("another long password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("These details did not sign you in")).toBeVisible();
});

test("a foreign address to return to is not followed", async ({ person }) => {
  for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    await person.page.goto(`/login?return_to=${encodeURIComponent(target)}`);
    await expect(person.page).toHaveURL(/\/keys$/);
  }
});

test("forms say what is wrong with each field", async ({ page }) => {
  await open(page, "/signup");
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await expect(page.getByText("Enter an e-mail address.")).toBeVisible();
  await expect(page.getByRole("alert").getByText("At least 8 characters.")).toBeVisible();
});
