import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { join } from "../fixtures/join.ts";
import { newDetails } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";
import { mutate } from "../fixtures/trpc.ts";

test("a colleague is invited, joins, is promoted, and leaves their key behind", async ({
  person,
  api,
  allowedErrors,
}) => {
  allowedErrors.push(/401/);
  const { page } = person;
  await page.goto("/members");
  await awake(page.getByRole("button", { name: "Invite" }));
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("radio", { name: /^Viewer/ }).check();
  await page.getByRole("button", { name: "Make link" }).click();
  const link = (await page.locator("[data-secret]").textContent()) ?? "";
  expect(new URL(link).pathname).toMatch(/^\/invite\/[\w-]{43}$/);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();
  const open = page.getByRole("table", { name: "Invitations" }).getByRole("row").nth(1);
  await expect(open.getByText("Open")).toBeVisible();

  // In another browser, without an account yet.
  const other = await person.elsewhere();
  await other.goto(link);
  await expect(other.getByRole("heading", { name: /^Join / })).toBeVisible();
  await expectAccessible(other, "/invite/[token]");
  await other.getByRole("link", { name: "Create account" }).click();
  const details = { ...newDetails(), name: "Grace Hopper" };
  await awake(other.getByLabel("Name"));
  await other.getByLabel("Name").fill(details.name);
  await other.getByLabel("E-mail").fill(details.email);
  await other.getByLabel("Password", { exact: true }).fill(details.password);
  await other.getByRole("button", { name: "Create account" }).click();
  await expect(other).toHaveURL(/\/invite\//);
  const accept = other.getByRole("button", { name: /^Join / });
  await awake(accept);
  await accept.click();
  await expect(other).toHaveURL(/\/keys$/);
  await other.goto("/sources/new");
  await expect(other.getByText("Your role does not add sources")).toBeVisible();

  // The same link does not work twice.
  await other.goto(link);
  await expect(other.getByText("Somebody has used this link already.")).toBeVisible();

  // What was accepted waits for nobody any more; it is there for whoever asks.
  await page.reload();
  await expect(page.getByText("No invitations")).toBeVisible();
  await page.goto("/members?invitations=accepted");
  await expect(page.getByRole("table", { name: "Invitations" }).getByText("Accepted")).toBeVisible();
  const members = page.getByRole("table", { name: "Members" });
  await members.getByRole("link", { name: details.name }).click();
  const editor = page.getByRole("radio", { name: /^Editor/ });
  await awake(editor);
  await editor.check();
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText(`${details.name} is editor now`)).toBeVisible();
  await other.goto("/sources/new");
  await expect(other.getByRole("button", { name: "Choose file" })).toBeVisible();

  // A key of theirs goes on when they go.
  const { api_key: secret } = await mutate<{ api_key: string }>(other.context().request, "keys.create", {
    name: "Nightly export",
    scopes: ["data:write"],
  });
  expect((await api(secret)("/sources")).status).toBe(200);
  await page.reload();
  const remove = page.getByRole("button", { name: "Remove member" });
  await awake(remove);
  await expect(remove).toBeDisabled();
  await expect(page.getByText("Decide on 1 key first.")).toBeVisible();
  await expectAccessible(page, "/members/[id], with a plan");
  await page.getByRole("combobox", { name: "What becomes of Nightly export" }).click();
  await page.getByRole("option", { name: "Hand to a new service account" }).click();
  await remove.click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove member" }).click();
  await expect(page).toHaveURL(/\/members$/);
  await expect(members.getByRole("link", { name: details.name })).toHaveCount(0);

  const still = await (await api(secret)("/user")).json();
  expect(still).toMatchObject({ user: null, service_account: { name: `Keys of ${details.name}` } });
  expect((await api(secret)("/sources")).status).toBe(200);
  // They are back in their own organization, and nothing of this one is there.
  await other.goto("/keys");
  await expect(other.getByRole("button", { name: /Grace Hopper's organization/ })).toBeVisible();
});

test("an invitation for an address is no use to another account, and can be taken back", async ({
  person,
  allowedErrors,
}) => {
  allowedErrors.push(/403/);
  const { page } = person;
  await page.goto("/members");
  await awake(page.getByRole("button", { name: "Invite" }));
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill("mary@example.com");
  await page.getByRole("button", { name: "Make link" }).click();
  const link = (await page.locator("[data-secret]").textContent()) ?? "";
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();

  await page.goto(link);
  await expect(page.getByText("m…@example.com")).toBeVisible();
  const accept = page.getByRole("button", { name: /^Join / });
  await awake(accept);
  await accept.click();
  await expect(page.getByText("This invitation is for another address.")).toBeVisible();

  await page.goto("/members");
  await awake(page.getByRole("button", { name: "Actions for mary@example.com" }));
  await page.getByRole("button", { name: "Actions for mary@example.com" }).click();
  await page.getByRole("menuitem", { name: "Revoke invitation" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByText("No invitations")).toBeVisible();
  await page.getByRole("combobox", { name: "Which invitations" }).click();
  await page.getByRole("option", { name: "Revoked" }).click();
  await expect(page).toHaveURL(/invitations=revoked/);
  await expect(page.getByRole("table", { name: "Invitations" }).getByText("mary@example.com")).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This invitation was taken back.")).toBeVisible();
});

test("a service account owns a key that outlives its maker's interest", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/service-accounts");
  await awake(page.getByRole("button", { name: "New service account" }));
  await page.getByRole("button", { name: "New service account" }).click();
  await page.getByLabel("Name").fill("Warehouse sync");
  await page.getByRole("radio", { name: /^Editor/ }).check();
  await page.getByRole("button", { name: "Make service account" }).click();
  await expect(page.getByRole("heading", { name: "Warehouse sync", level: 1 })).toBeVisible();

  await page.getByRole("link", { name: "Create key" }).click();
  await expect(page.getByRole("combobox", { name: "Owner" })).toHaveText("Warehouse sync");
  await awake(page.getByLabel("Name"));
  await page.getByLabel("Name").fill("Sync");
  await page.getByRole("button", { name: "Create key" }).click();
  const secret = (await page.locator("[data-secret]").textContent()) ?? "";
  await page.getByRole("button", { name: "Copy", exact: true }).first().click();
  const self = await (await api(secret)("/user")).json();
  expect(self).toMatchObject({ service_account: { name: "Warehouse sync" }, organization: { role: "editor" } });

  await page.goto("/service-accounts");
  await page.getByRole("link", { name: "Warehouse sync" }).click();
  const active = page.getByRole("switch", { name: "Active" });
  await awake(active);
  await expect(page.getByRole("link", { name: "Sync" })).toBeVisible();
  await active.click();
  await expect(page.getByText("Its keys are refused from now on")).toBeVisible();
  expect(await (await api(secret)("/user")).json()).toMatchObject({ code: "inactive_user" });
  await active.click();
  await expect(page.getByText("Its keys work again")).toBeVisible();
  expect((await api(secret)("/user")).status).toBe(200);

  await page.getByRole("combobox", { name: "What becomes of Sync" }).click();
  await page.getByRole("option", { name: "Revoke now" }).click();
  await page.getByRole("button", { name: "Delete service account" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete service account" }).click();
  await expect(page).toHaveURL(/\/service-accounts$/);
  expect(await (await api(secret)("/user")).json()).toMatchObject({ code: "revoked_token" });
});

test("what is in a project is there for its members only", async ({ person, browser, watch, allowedErrors }) => {
  allowedErrors.push(/404/);
  const { page } = person;
  const colleague = await join(browser, person, "editor", watch);
  await page.goto("/projects");
  await awake(page.getByRole("button", { name: "New project" }));
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name").fill("Secret plans");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Secret plans", level: 1 })).toBeVisible();
  const address = page.url();

  await page.getByRole("link", { name: "Add source" }).click();
  await page.getByLabel("File to upload").setInputFiles({
    name: "plans.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("plan,cost\nmoon,3\n"),
  });
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveText("Secret plans");
  await page.getByRole("button", { name: "Import 1 row" }).click();
  await expect(page.getByRole("heading", { name: "Plans", level: 1 })).toBeVisible();

  const theirs = await colleague.context.newPage();
  await theirs.goto("/sources");
  await expect(theirs.getByRole("button", { name: "Choose file" })).toBeVisible();

  await page.goto(`${address}?tab=members`);
  const who = page.getByRole("combobox", { name: "Whom to add" });
  await awake(who);
  await who.click();
  await page.getByRole("option", { name: colleague.name }).click();
  await page.getByRole("button", { name: "Add to project" }).click();
  await expect(page.getByRole("table", { name: "Members of the project" }).getByText(colleague.name)).toBeVisible();
  await expectAccessible(page, "/projects/[id], members");

  await theirs.reload();
  await theirs.getByRole("link", { name: "Plans" }).click();
  await expect(theirs.getByRole("heading", { name: "Plans", level: 1 })).toBeVisible();
  const source = theirs.url();
  await page.getByRole("button", { name: `Take ${colleague.name} out of the project` }).click();
  await expect(page.getByText("Nobody was added yet")).toBeVisible();
  await theirs.goto(source);
  await expect(theirs.getByText("There is no such source.")).toBeVisible();
  await expect(theirs.getByText("moon")).toHaveCount(0);
});
