import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { join } from "../fixtures/join.ts";
import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

test("members and service accounts are open to everybody, in both themes and on a phone", async ({
  person,
  browser,
  watch,
}) => {
  const { page } = person;
  await page.goto("/members");
  await expect(page.getByText("No invitations")).toBeVisible();
  await expectAccessible(page, "/members, alone");
  await join(browser, person, "admin", watch);
  await mutate(person.context.request, "invitations.create", { role: "viewer", email: "mary@example.com" });
  await page.reload();
  await awake(page.getByRole("button", { name: "Invite" }));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "/members, inviting");

  await page.goto("/service-accounts");
  await expect(page.getByText("No service accounts yet")).toBeVisible();
  await expectAccessible(page, "/service-accounts, empty");
  const input = { name: "Robot", role: "editor" };
  const { id } = await mutate<{ id: string }>(person.context.request, "serviceAccounts.create", input);
  await mutate(person.context.request, "keys.create", {
    name: "Robot's",
    preset: "data_access",
    service_account_id: id,
  });
  await page.goto("/service-accounts");
  await expect(page.getByRole("link", { name: "Robot" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/service-accounts/${id}`);
  await expect(page.getByRole("combobox", { name: "What becomes of Robot's" })).toBeVisible();
  await expectAccessible(page, "/service-accounts/[id]");
});

test("projects are open to everybody, in both themes and on a phone", async ({ person }) => {
  const { page } = person;
  await page.goto("/projects");
  await expect(page.getByRole("link", { name: "Default" })).toBeVisible();
  await expectAccessible(page);
  const { id } = await mutate<{ id: string }>(person.context.request, "projects.create", { name: "Plans" });
  for (const tab of ["sources", "members", "settings"]) {
    await page.goto(`/projects/${id}?tab=${tab}`);
    await expect(page.getByRole("tabpanel")).toBeVisible();
    await expectAccessible(page, `/projects/[id], ${tab}`);
  }
});

test("an organization is deleted by its name, and its owner goes on in another", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/keys");
  await awake(page.getByRole("button", { name: /^Organization: / }));
  await page.getByRole("button", { name: /^Organization: / }).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Short-lived");
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByRole("button", { name: "Organization: Short-lived" })).toBeVisible();
  const { api_key: secret } = await person.makeKey();
  expect((await api(secret)("/user")).status).toBe(200);

  await page.goto("/settings");
  const remove = page.getByRole("button", { name: "Delete organization" });
  await awake(remove);
  await remove.click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Delete organization" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("Short-lived");
  await dialog.getByRole("button", { name: "Delete organization" }).click();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByRole("button", { name: /^Organization: Ada/ })).toBeVisible();
  expect(await (await api(secret)("/user")).json()).toMatchObject({ code: "invalid_token" });
});
