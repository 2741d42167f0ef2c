import { createRemoteJWKSet, jwtVerify } from "jose";
import { awake } from "../fixtures/awake.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { baseUrl } from "../fixtures/trpc.ts";

test("a personal access token is made, works, is listed with its use, and is ended", async ({ person, api }) => {
  const { page } = person;
  await page.goto("/tokens");
  await expect(page.getByText("No personal access token yet")).toBeVisible();
  await expectAccessible(page, "/tokens, empty");
  await page.getByRole("link", { name: "Create the first one" }).click();

  await awake(page.getByLabel("Name"));
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText("Give the token a name.")).toBeVisible();
  await page.getByLabel("Name").fill("Notebook");
  await page.getByRole("radio", { name: /^Custom/ }).click();
  await expectAccessible(page, "/tokens/new");
  await page.getByRole("button", { name: "Create token" }).click();
  const secret = page.locator("[data-secret]");
  await expect(secret).toBeVisible();
  const token = (await secret.textContent()) ?? "";
  expect(token).toMatch(/^gk_pat_/);
  await expectAccessible(page, "/tokens/new, made");
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("alertdialog", { name: "Leave without the secret?" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("The token works.")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /\.env/ }).click();
  await download;
  await page.getByRole("link", { name: "Done" }).click();

  expect((await api(token)("/sources")).status).toBe(200);
  const row = page.getByRole("row", { name: /Notebook/ });
  await expect(async () => {
    await page.reload();
    await expect(row.getByText("listSources")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expectAccessible(page, "/tokens");

  const revoke = row.getByRole("button", { name: "Revoke Notebook" });
  await awake(revoke);
  await revoke.click();
  const question = page.getByRole("alertdialog", { name: "Revoke Notebook?" });
  await expect(question.getByText("It was used last")).toBeVisible();
  await expectAccessible(page, "/tokens, revoking");
  await question.getByRole("textbox").fill("Notebook");
  await page.keyboard.press("Enter");
  await expect(row.getByText("Revoked")).toBeVisible();
  expect((await (await api(token)("/sources")).json()).code).toBe("revoked_token");
});

test("a private token is made by keyboard alone, and anybody can verify it with the published keys", async ({
  person,
  api,
}) => {
  const { page } = person;
  await page.goto("/tokens");
  const tab = page.getByRole("tab", { name: "Private tokens" });
  await awake(tab);
  await page.getByRole("tab", { name: "Personal access tokens" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/tab=private/);
  await expectAccessible(page, "/tokens?tab=private, empty");
  await page.getByRole("link", { name: "Create token" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: /^Private token/ })).toBeChecked();
  await awake(page.getByLabel("Name"));
  await expect(page.getByRole("radio", { name: "Never" })).toBeDisabled();
  await page.getByLabel("Name").focus();
  await page.keyboard.type("Reporting");
  await page.keyboard.press("Enter");
  const secret = page.locator("[data-secret]");
  await expect(secret).toHaveText(/^eyJ/);
  const token = (await secret.textContent()) ?? "";
  const keys = createRemoteJWKSet(new URL(`${baseUrl()}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(token, keys, { algorithms: ["RS256"], typ: "at+jwt" });
  expect(payload).toMatchObject({ email: person.email, scope: expect.stringContaining("data:read") });
  const self = await (await api(token)("/user")).json();
  expect(self.credential).toMatchObject({ id: payload.jti, kind: "private_token", name: "Reporting" });
  await page.getByRole("button", { name: "Copy", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Done" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /Reporting/ })).toBeVisible();
  await expectAccessible(page, "/tokens?tab=private");
});

test("whoever logs in over the API sees that session on their account, and ends it there", async ({ person, api }) => {
  const { page, email, password } = person;
  const login = await fetch(`${baseUrl()}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { access_token } = await login.json();
  expect((await api(access_token)("/user")).status).toBe(200);
  await page.goto("/account");
  const end = page.getByRole("button", { name: "End all others" });
  await awake(end);
  await end.click();
  await page.getByRole("button", { name: "End other sessions" }).click();
  await expect.poll(async () => (await (await api(access_token)("/user")).json()).code).toBe("revoked_token");
});
