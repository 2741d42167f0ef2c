import path from "node:path";
import { defineConfig } from "@playwright/test";

/** The launcher (`npm test`) starts a product of its own, finds a browser, and says here where both are. */
const { BASE_URL, CHROME_PATH, GATEHOUSE_DATA } = process.env;

export default defineConfig({
  testDir: "e2e/journeys",
  globalSetup: "./e2e/fixtures/mail-server.ts",
  outputDir: path.join(GATEHOUSE_DATA ?? ".gatehouse", "journeys"),
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // For a machine of one core that has other things to do: on any other nothing comes near.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: "list",
  use: {
    ...(BASE_URL && { baseURL: BASE_URL }),
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    trace: "retain-on-failure",
    launchOptions: {
      ...(CHROME_PATH && { executablePath: CHROME_PATH }),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
