import { ageProof } from "../fixtures/age-proof.ts";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { join } from "../fixtures/join.ts";
import { expect, test } from "../fixtures/test.ts";

test("an owner hands the organization over and leaves it, with a decision on their key", async ({
  person,
  browser,
  watch,
  api,
  allowedErrors,
}) => {
  // The proof that is asked for, the last owner who may not go, and the settings of what was left.
  allowedErrors.push(/403/, /409/);
  const { page } = person;
  const next = await join(browser, person, "editor", watch);
  await join(browser, person, "viewer", watch);
  const { api_key: secret } = await person.makeKey({ name: "Nightly export" });

  await page.goto("/settings");
  const newOwner = page.getByRole("combobox", { name: "New owner" });
  await awake(newOwner);
  const handOver = page.getByRole("button", { name: "Hand over" });
  await expect(handOver).toBeDisabled();

  // By keyboard alone: open, type a part of the address, choose.
  await newOwner.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Find a member by name or e-mail" })).toBeFocused();
  await expect(page.getByRole("option")).toHaveCount(2);
  await expectAccessible(page, "/settings, choosing an owner");
  await page.keyboard.type("nobody has such a name");
  await expect(page.getByText("Nothing fits.")).toBeVisible();
  for (let n = 0; n < 22; n += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type(next.email.slice(0, 12));
  await expect(page.getByRole("option")).toHaveCount(1);
  await expect(page.getByRole("option", { name: next.name })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(newOwner).toHaveText(next.name);
  await expect(newOwner).toBeFocused();

  await ageProof(person.email);
  await handOver.click();
  const sure = page.getByRole("alertdialog");
  await expect(sure.getByText("You stay as an admin.")).toBeVisible();
  await sure.getByRole("button", { name: "Hand over" }).click();
  const who = page.getByRole("dialog", { name: "Confirm that it is you" });
  await who.getByLabel("Password", { exact: true }).fill(person.password);
  await who.getByRole("button", { name: "Confirm" }).click();
  // Behind a dialog nothing can be found: only a page without one tells what is there.
  await expect(page.getByRole("button", { name: "Leave", exact: true })).toBeVisible();
  await expect(handOver).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete organization" })).toHaveCount(0);

  // The new owner has it all, and cannot go while there is nobody else.
  const theirs = await next.context.newPage();
  await theirs.goto("/settings");
  await expect(theirs.getByRole("button", { name: "Delete organization" })).toBeVisible();
  const begin = theirs.getByRole("button", { name: "Leave", exact: true });
  await awake(begin);
  await begin.click();
  await theirs.getByRole("button", { name: "Leave organization" }).click();
  await theirs.getByRole("alertdialog").getByRole("button", { name: "Leave organization" }).click();
  await expect(theirs.getByText("this is the only one. Name another first.")).toBeVisible();

  // The former one goes: what becomes of the key has to be said first.
  const leave = page.getByRole("button", { name: "Leave", exact: true });
  await awake(leave);
  await leave.click();
  const go = page.getByRole("button", { name: "Leave organization" });
  await expect(go).toBeDisabled();
  await expect(page.getByText("Decide on 1 key first.")).toBeVisible();
  await expectAccessible(page, "/settings, leaving");
  await page.getByRole("combobox", { name: "What becomes of Nightly export" }).click();
  await page.getByRole("option", { name: "Revoke now" }).click();
  await go.click();
  await expect(page.getByRole("alertdialog").getByText("1 key revoked now")).toBeVisible();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave organization" }).click();

  // It was their last one, so they go on in a new one without signing in again; nothing of this one is there, and the key is dead.
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByText("No keys yet")).toBeVisible();
  expect(await (await api(secret)("/user")).json()).toMatchObject({ status: 401, code: "revoked_token" });
  await theirs.goto("/members");
  const members = theirs.getByRole("table", { name: "Members" });
  await expect(members.getByRole("link", { name: next.name })).toBeVisible();
  await expect(members.getByText(person.email)).toHaveCount(0);
  await theirs.goto("/audit");
  await expect(theirs.getByText("left the organization")).toBeVisible();
  await expect(theirs.getByText("handed over the organization")).toBeVisible();
});
