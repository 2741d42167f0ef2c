import { awake } from "../fixtures/awake.ts";
import { expect, test } from "../fixtures/test.ts";

test("a key lives: created, used, renamed, narrowed, disabled, enabled, rotated and revoked", async ({
  person,
  api,
}) => {
  const { page } = person;
  await page.goto("/keys");
  await page.getByRole("link", { name: "Create the first key" }).click();

  // Created with a custom matrix; the page says beforehand what the key will not be able to call.
  await page.getByLabel("Name").fill("Nightly export");
  await page.getByRole("radio", { name: /^Custom/ }).click();
  await page.getByRole("radiogroup", { name: "API keys" }).getByRole("radio", { name: "Read" }).click();
  await page.getByRole("radiogroup", { name: "Data" }).getByRole("radio", { name: "Read" }).click();
  const operations = page.getByRole("list", { name: "Operations" });
  await expect(operations.getByText("Cannot: Create an API key")).toBeVisible();
  await expect(operations.getByText("Can: List API keys")).toBeVisible();
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  expect(secret).toMatch(/^gk_live_[0-9A-Za-z]{49}$/);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("The key works.")).toBeVisible();
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "Nightly export" })).toBeVisible();

  // It can do what it was given, and no more.
  expect((await api(secret)("/api-keys")).status).toBe(200);
  const refused = await api(secret)("/api-keys", {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: "insufficient_scope", required_scopes: ["keys:write"] });

  // Renamed and narrowed: the next call feels it.
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Name").fill("Weekly export");
  await page.getByRole("radiogroup", { name: "API keys" }).getByRole("radio", { name: "None" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Weekly export" })).toBeVisible();
  expect((await api(secret)("/api-keys")).status).toBe(403);
  expect((await api(secret)("/user")).status).toBe(200);

  // Disabled and enabled.
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Disable key" }).click();
  await page.getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByText("This key is switched off")).toBeVisible();
  expect(await (await api(secret)("/user")).json()).toMatchObject({ status: 401, code: "disabled_key" });
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Enable key" }).click();
  await expect(page.getByText("This key is switched off")).toBeHidden();
  expect((await api(secret)("/user")).status).toBe(200);

  // Rotated with an overlap: both secrets work.
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("radio", { name: /1 hour/ }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const next = await page.evaluate(() => navigator.clipboard.readText());
  expect(next).not.toBe(secret);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Two secrets work at the moment")).toBeVisible();
  expect((await api(secret)("/user")).status).toBe(200);
  expect((await api(next)("/user")).status).toBe(200);

  // Rotated without one: only the newest works.
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("radio", { name: /^None/ }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const last = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Done" }).click();
  for (const old of [secret, next])
    expect(await (await api(old)("/user")).json()).toMatchObject({ status: 401, code: "rotated_key" });

  // Revoked: it was used, so its name has to be typed.
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Revoke key" })).toBeDisabled();
  await dialog.getByLabel(/Type Weekly export/).fill("Weekly export");
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("This key was revoked")).toBeVisible();
  expect(await (await api(last)("/user")).json()).toMatchObject({ status: 401, code: "revoked_token" });

  // Its history names every step.
  await page.getByRole("tab", { name: "Audit" }).click();
  const events = page.getByRole("table", { name: "Audit events of this key" });
  for (const deed of ["Created the key", "Changed the key", "Disabled the key", "Enabled the key", "Revoked the key"])
    await expect(events.getByText(deed)).toBeVisible();
  await expect(events.getByText("Rotated the secret")).toHaveCount(2);
});

test("keys are found by name and by prefix, filtered, and revoked together", async ({ person, api }) => {
  const { page } = person;
  const [first, second] = [
    await person.makeKey({ name: "Import of airports" }),
    await person.makeKey({ name: "Import of weather", type: "read_only" }),
  ];
  await person.makeKey({ name: "Dashboard", type: "test" });
  await page.goto("/keys");
  await awake(page.getByRole("textbox", { name: "Search keys" }));
  const rows = page.getByRole("table", { name: "Keys" }).getByRole("row");
  await expect(rows).toHaveCount(4);

  const search = page.getByRole("textbox", { name: "Search keys" });
  await search.fill("weather");
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/q=weather/);
  // A whole secret finds its key, and only its beginning gets into the address.
  await search.fill(first.api_key);
  await expect(page.getByRole("link", { name: "Import of airports" })).toBeVisible();
  await expect(rows).toHaveCount(2);
  expect(page.url()).not.toContain(first.api_key.slice(0, 14));
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(rows).toHaveCount(4);

  await page.getByRole("combobox", { name: "Type" }).click();
  await page.getByRole("option", { name: "Read-only" }).click();
  await expect(rows).toHaveCount(2);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await awake(page.getByRole("button", { name: "Clear", exact: true }));
  await page.getByRole("button", { name: "Clear", exact: true }).click();

  await page.getByRole("checkbox", { name: "Select Import of airports" }).click();
  await page.getByRole("checkbox", { name: "Select Import of weather" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByRole("button", { name: "Revoke 2 keys" }).click();
  await expect(page.getByText("2 keys revoked")).toBeVisible();
  for (const { api_key } of [first, second]) expect((await api(api_key)("/user")).status).toBe(401);
});

test("revoking is instant: the very next call is refused", async ({ person, api }) => {
  const { page } = person;
  const key = await person.makeKey({ name: "Leaked" });
  for (let call = 0; call < 20; call += 1) expect((await api(key.api_key)("/user")).status).toBe(200);
  await page.goto(`/keys/${key.id}`);
  await awake(page.getByRole("button", { name: "More actions" }));
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  await page
    .getByRole("alertdialog")
    .getByLabel(/Type Leaked/)
    .fill("Leaked");
  const done = page.waitForResponse((answer) => answer.url().includes("keys.revoke"));
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await done;
  const next = await api(key.api_key)("/user");
  expect(next.status).toBe(401);
  expect(await next.json()).toMatchObject({ code: "revoked_token", request_id: expect.any(String) });
});
