import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { plugInAuthenticator } from "../fixtures/virtual-authenticator.ts";

test("one is added, signs in without an address, is marked as the last way used, and is removed", async ({
  person,
  allowedErrors,
}) => {
  test.slow();
  allowedErrors.push(/401/);
  const { page } = person;
  await plugInAuthenticator(page);
  await page.goto("/account");
  const add = page.getByRole("button", { name: "Add passkey" });
  await awake(add);
  await expect(page.getByText("No passkeys yet")).toBeVisible();
  await add.click();
  await expectAccessible(page, "adding a passkey");
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill("My laptop");
  await dialog.getByRole("button", { name: "Go on" }).click();
  const mine = page.getByRole("listitem").filter({ hasText: "My laptop" });
  await expect(mine.getByText("never used")).toBeVisible();
  await expectAccessible(page);

  // A device holds one for an account: a second is refused by the device itself.
  await add.click();
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog.getByText("This device has one already")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: `Account of ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  const enter = page.getByRole("button", { name: "Use a passkey" });
  await awake(enter);
  await enter.click();
  await expect(page).toHaveURL(/\/keys$/);
  await page.goto("/account");
  await expect(page.getByText("by passkey").first()).toBeVisible();
  await expect(mine.getByText("last used")).toBeVisible();

  await awake(add);
  await mine.getByRole("button", { name: "Remove passkey My laptop" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("No passkeys yet")).toBeVisible();

  await page.getByRole("button", { name: `Account of ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByText("Last used")).toBeVisible();
  await expectAccessible(page);
  await awake(enter);
  await enter.click();
  await expect(page.getByText("That passkey did not get you in")).toBeVisible();
});
