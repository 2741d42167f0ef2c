import type { Page } from "@playwright/test";
import { awake } from "../fixtures/awake.ts";
import type { Person } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

async function signIn(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/login");
  await awake(page.getByLabel("E-mail"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/keys$/);
}

test("a session that is ended here is over there", async ({ person, allowedErrors }) => {
  allowedErrors.push(/401/);
  const other = await person.elsewhere();
  await signIn(other, person);

  const { page } = person;
  await page.goto("/account");
  await awake(page.getByLabel("Present password"));
  const sessions = page.getByRole("listitem").filter({ hasText: "signed in" });
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first().getByText("This browser")).toBeVisible();
  await sessions
    .nth(1)
    .getByRole("button", { name: /End session/ })
    .click();
  await expect(sessions).toHaveCount(1);

  await other.getByRole("link", { name: "Usage" }).click();
  await expect(other).toHaveURL(/\/login\?return_to=/);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible();
});

test("a changed password ends every other session, and only the new one gets in", async ({ person, allowedErrors }) => {
  allowedErrors.push(/401/, /422/);
  const other = await person.elsewhere();
  await signIn(other, person);

  const { page } = person;
  const password = `${person.password}-changed`;
  await page.goto("/account");
  await awake(page.getByLabel("Present password"));
  await page.getByLabel("Present password").fill("not it");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your present password.")).toBeVisible();
  await page.getByLabel("Present password").fill(person.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Signed out in 1 other place.")).toBeVisible();

  await other.goto("/keys");
  await expect(other).toHaveURL(/\/login/);
  await signIn(other, { email: person.email, password });
});

test("a new name shows at once", async ({ person }) => {
  const { page } = person;
  await page.goto("/account");
  await awake(page.getByLabel("Present password"));
  await page.getByLabel("Name", { exact: true }).fill("Augusta King");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("button", { name: "Account of Augusta King" })).toBeVisible();
});
