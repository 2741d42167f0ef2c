import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

test("what happens to keys rings the bell, is read, filtered and chosen", async ({ person }) => {
  const { page } = person;
  const rail = page.getByRole("complementary");
  await page.goto("/alerts");
  await expect(page.getByRole("heading", { name: "Nothing to tell you yet" })).toBeVisible();
  await expectAccessible(page, "/alerts, empty");

  const key = await person.makeKey({ name: "Nightly report" });
  await mutate(person.context.request, "keys.revoke", { id: key.id });
  // The page looks again by itself.
  await expect(rail.getByRole("link", { name: "Alerts, 2 unread" })).toBeVisible();
  const list = page.getByRole("table", { name: "Alerts" });
  await expect(list.getByText("“Nightly report” was revoked by Ada Lovelace.")).toBeVisible();
  await expect(list.getByRole("link", { name: "Open key Nightly report" }).first()).toHaveAttribute(
    "href",
    `/keys/${key.id}`,
  );
  await expectAccessible(page, "/alerts");

  await list.getByRole("button", { name: /^Mark as read: “Nightly report” was created/ }).click();
  await expect(rail.getByRole("link", { name: "Alerts, 1 unread" })).toBeVisible();
  await page.getByRole("radio", { name: "Unread" }).click();
  await expect(page).toHaveURL(/unread=true/);
  await expect(page.getByText("1 alert shown")).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("heading", { name: "No alert fits these filters" })).toBeVisible();
  await expect(rail.getByRole("link", { name: "Alerts", exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();

  await page.getByLabel("Kind of alert").click();
  await page.getByRole("option", { name: "Credential revoked" }).click();
  await expect(page.getByText("1 alert shown")).toBeVisible();

  await page.getByRole("tab", { name: "Preferences" }).click();
  const box = page.getByRole("checkbox", { name: "Credential created: Console" });
  await box.click();
  await expect(box).not.toBeChecked();
  await expectAccessible(page, "/alerts, preferences");
  await page.reload();
  await awake(page.getByRole("tab", { name: "Preferences" }));
  await expect(box).not.toBeChecked();
  await person.makeKey({ name: "Unheard of" });
  await page.goto("/alerts");
  await expect(page.getByText("2 alerts shown")).toBeVisible();
});
