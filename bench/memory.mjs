import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { servers } from "./contestants.mjs";
import { makeKeys } from "./fixtures.mjs";
import { runLoad } from "./load.mjs";
import { startMeasured } from "./measured-server.mjs";
import { openWorkplace } from "./workplace.mjs";

/**
 * Whether memory stays flat: `--requests` over `--keys` distinct keys, each key once in every pass. The first pass fills
 * what may be filled (the cache of principals, one counter a key); after it nothing may grow.
 *
 * `npm run bench -- memory [--requests 1000000] [--keys 100000] [--server gatehouse] [--port 4400]`
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "memory"),
  options: {
    requests: { type: "string", default: "1000000" },
    keys: { type: "string", default: "100000" },
    server: { type: "string", default: "gatehouse" },
    port: { type: "string", default: "4400" },
  },
});
const keyCount = Number(options.keys);
const passes = Math.round(Number(options.requests) / keyCount);
/** How much more than after the second pass counts as growth. */
const TOLERANCE = 1.1;
const mib = (bytes) => (bytes / 1024 / 1024).toFixed(1);

const place = await openWorkplace();
let server;
try {
  const gatehouseUrl = await place.database("memory");
  const sql = postgres(gatehouseUrl, { max: 1, onnotice: () => {} });
  const keysFile = path.join(place.folder, "keys");
  writeFileSync(keysFile, (await makeKeys(sql, gatehouseUrl, keyCount)).join("\n"));
  const { port, script, env, readyPath, isSettled } = servers({
    firstPort: Number(options.port),
    folder: place.folder,
    gatehouseUrl,
    apiOnlyUrl: gatehouseUrl,
    betterAuthUrl: gatehouseUrl,
  })[options.server];
  server = await startMeasured({
    name: options.server,
    script,
    env,
    execArgv: ["--expose-gc"],
    readyUrl: `http://127.0.0.1:${port}${readyPath}`,
  });

  const weigh = async () => {
    while (!isSettled()) await sleep(50);
    return server.weigh(true);
  };
  const before = await weigh();
  console.log(
    "| requests | heap MiB | outside the heap MiB | RSS MiB | requests/s | refused |\n|---:|---:|---:|---:|---:|---:|",
  );
  const row = (requests, { heapUsed, external, rss }, perSecond, refused) =>
    console.log(
      `| ${requests.toLocaleString("en")} | ${mib(heapUsed)} | ${mib(external)} | ${mib(rss)} | ${perSecond} | ${refused} |`,
    );
  row(0, before, "", 0);
  const weights = [];
  for (let pass = 1; pass <= passes; pass += 1) {
    const { milliseconds, refused } = await runLoad({
      port,
      path: "/api/v1/user",
      header: "authorization: Bearer ",
      keysFile,
      connections: 32,
      requests: keyCount,
      // On a crowded machine a cold look-up may miss its deadline and be told 503; it weighs as much.
      mayRefuse: true,
    });
    weights.push(await weigh());
    row(pass * keyCount, weights.at(-1), Math.round((keyCount / milliseconds) * 1000).toLocaleString("en"), refused);
  }
  const [{ events }] = await sql`select count(*)::int as events from usage_events where operation = 'getUser'`;
  await sql.end();
  const filled = weights[1] ?? weights[0];
  const last = weights.at(-1);
  const growth = (name) => `${name} ${(last[name] / filled[name]).toFixed(3)} ×`;
  console.log(`\nfrom the second pass to the last: ${["heapUsed", "external", "rss"].map(growth).join(", ")}`);
  console.log(
    `${events.toLocaleString("en")} of ${(passes * keyCount).toLocaleString("en")} requests are in the usage`,
  );
  const isFlat = last.heapUsed <= filled.heapUsed * TOLERANCE && last.rss <= filled.rss * TOLERANCE;
  if (!isFlat || events !== passes * keyCount) process.exitCode = 1;
} finally {
  await server?.stop();
  await place.close();
}
