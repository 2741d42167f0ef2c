// Takes the picture of the README from a running product: GATEHOUSE_DATA=.gatehouse node docs/images/take-screenshot.mjs
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findBrowser } from "../../bin/lib/browser.mjs";

const data = process.env.GATEHOUSE_DATA ?? ".gatehouse";
const { url, email, password } = JSON.parse(readFileSync(path.join(data, "demo.json"), "utf8"));
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
await page.goto(`${url}/login`);
await page.getByLabel("E-mail").fill(email);
await page.getByLabel("Password", { exact: true }).fill(password);
await page.getByRole("button", { name: "Sign in" }).click();
await page.waitForURL((to) => to.pathname === "/keys");
await page.getByRole("table", { name: "Keys" }).waitFor();
await page.waitForLoadState("networkidle");
await page.screenshot({ path: fileURLToPath(new URL("keys.png", import.meta.url)) });
await browser.close();
