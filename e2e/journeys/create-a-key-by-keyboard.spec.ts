import type { Page } from "@playwright/test";
import { awake } from "../fixtures/awake.ts";
import { expect, test } from "../fixtures/test.ts";

/** As long as a finger stays on a key: the radio follows the arrow only while it is held down. */
const HELD = { delay: 80 };

/** Tabs until the named control has the focus, as one does without a mouse. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const here = page.locator(":focus");
    if ((await here.count()) > 0 && (await here.and(page.getByRole(role as "button", { name })).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${role} ${name}`);
}

test("a key is made without a mouse", async ({ person }) => {
  const { page } = person;
  await page.goto("/keys");
  await expect(page.getByRole("heading", { name: "Keys", exact: true })).toBeVisible();
  await awake(page.getByRole("main"));
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("By hand");

  await tabTo(page, "radio", /^Live/);
  await page.keyboard.press("ArrowRight", HELD);
  await page.keyboard.press("ArrowRight", HELD);
  await expect(page.getByRole("radio", { name: /^Read-only/ })).toBeChecked();

  await tabTo(page, "radio", /^Data access/);
  await page.keyboard.press("ArrowDown", HELD);
  await page.keyboard.press("ArrowDown", HELD);
  await expect(page.getByRole("radio", { name: /^Custom/ })).toBeChecked();
  await tabTo(page, "radio", /^Read$/);
  await page.keyboard.press("ArrowLeft", HELD);

  await tabTo(page, "radio", /^90 days/);
  await page.keyboard.press("ArrowLeft", HELD);
  await expect(page.getByRole("radio", { name: "30 days" })).toBeChecked();

  await tabTo(page, "button", /^Create key/);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Shown this once")).toBeVisible();
  await tabTo(page, "button", /^Copy$/);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^gk_ro_/);
  await tabTo(page, "link", /^Skip to content/);
  await page.keyboard.press("Enter");
  await tabTo(page, "link", /^Done/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "By hand" })).toBeVisible();
});
