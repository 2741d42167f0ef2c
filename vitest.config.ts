import { defineConfig } from "vitest/config";
import { isLostWrite } from "./src/survive-lost-connections.ts";
import { PATIENCE_MS } from "./src/testing/patience.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "bin/**/*.test.mjs"],
    globalSetup: ["src/testing/global-setup.ts"],
    // What a test waits for gives up first, and says what did not come.
    testTimeout: PATIENCE_MS + 60_000,
    hookTimeout: PATIENCE_MS + 60_000,
    expect: { poll: { interval: 50, timeout: PATIENCE_MS } },
    // One more than the cores of a small machine: tests wait for the database as often as they compute.
    maxWorkers: 3,
    // Tests that cut connections meet what the server survives in the same way; anything else fails the run.
    onUnhandledError: (error) => (isLostWrite(error) ? false : undefined),
  },
});
