import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { awake } from "../fixtures/awake.ts";
import { expect, test } from "../fixtures/test.ts";

async function createKey(page: Page, name: string): Promise<string> {
  await page.goto("/keys");
  await page.goto("/keys/new");
  await awake(page.getByLabel("Name"));
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create key" }).click();
  const secret = page.locator("[data-secret]");
  await expect(secret).toBeVisible();
  return (await secret.textContent()) ?? "";
}

const question = "Leave without the secret?";

test("nobody leaves without the secret by mistake", async ({ person }) => {
  const { page } = person;
  const secret = await createKey(page, "Precious");

  // Links, the shell's shortcuts and the back button all ask.
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("alertdialog", { name: question })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page.getByRole("alertdialog", { name: question })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.goBack();
  await expect(page.getByRole("alertdialog", { name: question })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("[data-secret]")).toHaveText(secret);

  // Closing the tab is asked by the browser itself.
  const asked = new Promise<string>((resolve) =>
    page.once("dialog", async (dialog) => {
      resolve(dialog.type());
      await dialog.dismiss();
    }),
  );
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe("beforeunload");
  await expect(page.locator("[data-secret]")).toHaveText(secret);

  // Whoever insists may go.
  await page.getByRole("link", { name: "Usage" }).click();
  await page.getByRole("button", { name: "Leave without it" }).click();
  await expect(page).toHaveURL(/\/usage/);
});

test("once it was downloaded the way is free, and the secret is nowhere else", async ({ person }) => {
  const { page } = person;
  const secret = await createKey(page, "Downloaded");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /\.env/ }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file).toContain(`GATEHOUSE_API_KEY=${secret}\n`);
  expect(file).toMatch(/GATEHOUSE_ORGANIZATION_ID=org_/);
  expect(page.url()).not.toContain(secret);
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(secret);

  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL(/\/keys\/key_/);
  await expect(page.getByRole("tab", { name: "Overview" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await page.goto("/keys");
  expect(await page.content()).not.toContain(secret);
});
