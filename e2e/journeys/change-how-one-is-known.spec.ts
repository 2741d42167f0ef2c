import { randomBytes } from "node:crypto";
import { ageProof } from "../fixtures/age-proof.ts";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { linkIn, mailTo } from "../fixtures/mailbox.ts";
import { newDetails, newPerson } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

test("the address changes when the link in the new mailbox is opened", async ({ person, allowedErrors }) => {
  allowedErrors.push(/403/, /422/);
  const { page } = person;
  const to = `moved-${randomBytes(5).toString("hex")}@example.com`;
  await page.goto("/account");
  const change = page.getByRole("button", { name: "Change e-mail" });
  await awake(change);
  await ageProof(person.email);
  await change.click();
  await page.getByLabel("New e-mail").fill(to);
  await page.getByRole("button", { name: "Send the link" }).click();

  // It asks who is there, and goes on by itself once that is known.
  const who = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(who.getByLabel("Password", { exact: true })).toBeFocused();
  await expectAccessible(page, "confirming who one is");
  await who.getByLabel("Password", { exact: true }).fill("not it");
  await who.getByRole("button", { name: "Confirm" }).click();
  await expect(who.getByText("This is not your password.")).toBeVisible();
  await who.getByLabel("Password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Look into the new mailbox")).toBeVisible();
  expect(await mailTo(person.email, "Your Gatehouse address is about to change")).toContain("/account");

  const link = linkIn(await mailTo(to, "Confirm your new Gatehouse address"));
  await page.goto(link);
  const confirm = page.getByRole("button", { name: "Confirm this address" });
  await awake(confirm);
  await expectAccessible(page);
  await confirm.click();
  await expect(page.getByText(`From now on you sign in with ${to}`)).toBeVisible();
  await page.getByRole("link", { name: "Go to your account" }).click();
  await expect(page.getByLabel("E-mail", { exact: true })).toHaveValue(to);
});

test("whoever does not confirm is told, and nothing changes", async ({ person, allowedErrors }) => {
  allowedErrors.push(/403/);
  const { page } = person;
  await page.goto("/account");
  const change = page.getByRole("button", { name: "Change e-mail" });
  await awake(change);
  await ageProof(person.email);
  await change.click();
  await page.getByLabel("New e-mail").fill("elsewhere@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("dialog", { name: "Confirm that it is you" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("a proof of who you are that is at most 15 minutes old")).toBeVisible();
  await expect(page.getByLabel("New e-mail")).toHaveValue("elsewhere@example.com");
});

test("asking for a new password says nothing about accounts, and a spent link is told apart", async ({
  person,
  allowedErrors,
}) => {
  test.slow();
  allowedErrors.push(/401/);
  const other = await person.elsewhere();
  for (const email of [newDetails().email, person.email]) {
    await other.goto("/reset");
    await awake(other.getByLabel("E-mail"));
    await other.getByLabel("E-mail").fill(email);
    await other.getByRole("button", { name: "Send the link" }).click();
    await expect(other.getByText(`If ${email} has an account here, a link is on its way.`)).toBeVisible();
  }
  await expectAccessible(other);
  const link = linkIn(await mailTo(person.email, "Set a new Gatehouse password"));
  for (const said of ["Your password is changed", "This link is not good any more. Ask for a new one."]) {
    await other.goto("/login");
    await other.goto(link);
    await awake(other.getByLabel("New password"));
    if (said.startsWith("Your")) await expectAccessible(other);
    await other.getByLabel("New password").fill(`${person.password}-two`);
    await other.getByRole("button", { name: "Set new password" }).click();
    await expect(other.getByText(said)).toBeVisible();
  }
  await other.goto("/login");
  await other.goto("/reset/password");
  await expect(other.getByText("This link is not whole")).toBeVisible();
});

test("an account is deleted after its end was shown and its address typed", async ({ browser, watch }) => {
  const person = await newPerson(browser, watch);
  const { page } = person;
  await person.makeKey();
  await page.goto("/account");
  const remove = page.getByRole("button", { name: "Delete account" });
  await awake(remove);
  await remove.click();
  const dialog = page.getByRole("alertdialog", { name: "Delete your account?" });
  await expect(dialog.getByText(`${person.name}'s organization`)).toBeVisible();
  await expect(dialog.getByText("(1 key)")).toBeVisible();
  await expectAccessible(page, "deleting an account");
  const deed = dialog.getByRole("button", { name: "Delete my account" });
  await expect(deed).toBeDisabled();
  await dialog.getByRole("textbox").fill(person.email);
  await deed.click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/keys");
  await expect(page).toHaveURL(/\/login/);
});
