import { defineConfig } from "vitest/config";
import { isLostWrite } from "./src/survive-lost-connections.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "bin/**/*.test.mjs"],
    globalSetup: ["src/testing/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Tests that cut connections meet what the server survives in the same way; anything else fails the run.
    onUnhandledError: (error) => (isLostWrite(error) ? false : undefined),
  },
});
