import { createServer } from "node:http";
import { startRuntime } from "../../src/core/runtime.ts";
import { readConfig } from "../../src/env.ts";
import { operations } from "../../src/rest/operations.ts";
import { restHandler } from "../../src/rest/serve.ts";

/** The API of the product as `src/server.ts` mounts it, in a process that has never loaded Next. */
const config = readConfig(process.env);
const runtime = await startRuntime(config);
const server = createServer({ requestTimeout: 600_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 });
server.on("request", restHandler(runtime, operations));
server.listen(config.port, config.host);

process.once("SIGTERM", async () => {
  server.closeAllConnections();
  await runtime.stop();
  process.exit(0);
});
