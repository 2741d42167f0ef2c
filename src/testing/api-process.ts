import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "#core/config.ts";
import { startRuntime } from "#core/runtime.ts";
import { operations } from "#rest/operations.ts";
import { restHandler } from "#rest/serve.ts";

/** An instance of the API in a process of its own: `api-process.ts <config as JSON>`. Says its port when it listens. */
const runtime = await startRuntime(JSON.parse(process.argv[2] ?? "{}") as Config);
const server = createServer(restHandler(runtime, operations));
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
process.once("SIGTERM", async () => {
  server.closeAllConnections();
  server.close();
  await runtime.stop();
});
