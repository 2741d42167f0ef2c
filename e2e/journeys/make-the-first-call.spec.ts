import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { awake } from "../fixtures/awake.ts";
import { newDetails, newVisitor } from "../fixtures/person.ts";
import { expect, test } from "../fixtures/test.ts";

const run = promisify(execFile);
/** Limits are counted by it. */
const clockHour = () => Math.floor(Date.now() / 3_600_000);

test("a newcomer makes the first call and sees it arrive", async ({ browser, watch }) => {
  const context = await newVisitor(browser);
  watch(context);
  const page = await context.newPage();
  const { name, email, password } = newDetails();

  await page.goto("/");
  await page.getByRole("link", { name: "Create account" }).first().click();
  await awake(page.getByLabel("Name"));
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "Make your first call" })).toBeVisible();
  const organization = page.getByRole("textbox", { name: "Name" });
  await awake(organization);
  await organization.fill("Analytical Engines");
  await page.getByRole("button", { name: "Continue with a test key" }).click();
  await expect(page.getByText("Listening for the first call")).toBeVisible();
  await expect(page.getByRole("button", { name: /Analytical Engines/ }).first()).toBeVisible();

  // What the reader would paste, run as it stands by a real shell and a real curl.
  await page.getByRole("tab", { name: "curl" }).click();
  await page.getByRole("button", { name: "Copy curl" }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toMatch(/gk_test_[0-9A-Za-z]{49}/);
  expect(command).toMatch(/X-Tenant-ID: org_/);
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const calledIn = clockHour();
  const { stdout } = await run("sh", ["-c", `${command.replace("curl ", "curl --silent --show-error ")}`]);
  const self = JSON.parse(stdout);
  expect(self.user.email).toBe(email);
  expect(self.organization.name).toBe("Analytical Engines");

  await expect(page.getByText("Your first call arrived")).toBeVisible();
  await expect(page.getByText("GET /api/v1/user")).toBeVisible();
  await expect(page.getByText(/curl\//)).toBeVisible();
  expect(await page.evaluate(() => "neverReloaded" in window), "without a reload").toBe(true);

  // Onward: onboarding is over, and the key's usage shows the call.
  await page.getByRole("link", { name: "Create a live key" }).click();
  await expect(page.getByRole("heading", { name: "Create key" })).toBeVisible();
  await page.goto("/login");
  await expect(page).toHaveURL(/\/keys$/);
  await page.getByRole("link", { name: "First test key" }).click();
  await page.getByRole("tab", { name: "Usage" }).click();
  // Where a new hour has begun by now, nothing of it may have been used.
  await expect(async () => {
    const used = clockHour() === calledIn ? "1" : "[01]";
    await expect(page.getByText(new RegExp(`^${used} of 5,000`))).toBeVisible({ timeout: 5000 });
  }).toPass();
  await page.getByRole("tab", { name: "Requests" }).click();
  await expect(page.getByRole("link", { name: "GET /api/v1/user" })).toBeVisible();
});

test("the first call can be made from the page itself", async ({ browser, watch }) => {
  const context = await newVisitor(browser);
  watch(context);
  const page = await context.newPage();
  const { name, email, password } = newDetails();
  await page.goto("/signup");
  await awake(page.getByLabel("Name"));
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await awake(page.getByRole("button", { name: "Continue with a test key" }));
  await page.getByRole("button", { name: "Continue with a test key" }).click();
  await page.getByRole("button", { name: "Run it here" }).click();
  await expect(page.getByText("Your first call arrived")).toBeVisible();
});
