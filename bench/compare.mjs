import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { API_KEY, contestants, servers } from "./contestants.mjs";
import { KEY_COUNT, makeKeys, uploadSources } from "./fixtures.mjs";
import { runLoad } from "./load.mjs";
import { startMeasured } from "./measured-server.mjs";
import { startRedis } from "./redis.mjs";
import { report } from "./report.mjs";
import { openWorkplace, prepareRivals } from "./workplace.mjs";

/**
 * Measures all contestants in turn, round after round, so that whatever else the machine does hits all of them alike.
 *
 * `npm run bench -- [--rounds 7] [--seconds 4] [--connections 32] [--keys 1000] [--port 4400] [--only a,c]
 * [--json file]`
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "32" },
    keys: { type: "string", default: String(KEY_COUNT) },
    port: { type: "string", default: "4400" },
    only: { type: "string" },
    json: { type: "string" },
  },
});
const connections = Number(options.connections);
const keyCount = Number(options.keys);
const wanted = options.only?.split(",");
const asked = contestants.filter(({ id }) => !wanted || wanted.includes(id));
const WARM_UP_MS = 3000;
const REDIS_PORT_OFFSET = 9;
/** A server is at rest when it spent less CPU than `QUIET_US` in `LOOK_MS`. */
const LOOK_MS = 100;
const QUIET_US = 5000;

const place = await openWorkplace();
const running = new Map();
let redis = null;
try {
  prepareRivals();
  const firstPort = Number(options.port);
  if (asked.some(({ needsRedis }) => needsRedis))
    redis = await startRedis({ port: firstPort + REDIS_PORT_OFFSET, folder: place.folder });
  const chosen = asked.filter(({ needsRedis }) => !needsRedis || redis);
  const keys = { none: [""] };
  // Two servers at one database would be two instances, which count their limits together.
  const addresses = {
    gatehouseUrl: await place.database("gatehouse"),
    apiOnlyUrl: await place.database("api_only"),
    betterAuthUrl: await place.database("rival"),
  };
  keys.gatehouse = await makeGatehouseKeys(addresses.gatehouseUrl);
  keys.apiOnly = await makeGatehouseKeys(addresses.apiOnlyUrl);
  if (chosen.some(({ header }) => header === API_KEY)) keys.documented = await makeRivalKeys(addresses.betterAuthUrl);

  const all = servers({ firstPort, folder: place.folder, redisUrl: redis?.url, keyCount, ...addresses });
  for (const name of new Set(chosen.map(({ server }) => server))) running.set(name, await start(name, all[name]));
  if (running.has("gatehouse")) await uploadSources(`http://127.0.0.1:${all.gatehouse.port}`, keys.gatehouse[0]);

  const measured = chosen.map((contestant) => ({ ...contestant, rounds: [] }));
  for (const one of measured) await load(one, WARM_UP_MS);
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    for (const one of measured) one.rounds.push(await measure(one));
    console.log(
      `round ${round}: ${measured.map(({ id, rounds }) => `${id} ${rounds.at(-1).cpuUs.toFixed(1)} µs`).join(", ")}`,
    );
  }
  console.log(`\n${report(measured)}`);
  for (const { id, what } of asked.filter((one) => !chosen.includes(one)))
    console.log(`\n${id} (${what}) was not measured: this machine has no redis-server.`);
  if (options.json) writeFileSync(options.json, JSON.stringify(measured, null, 2));

  /** CPU counts until all that these requests caused is done: for the product, until they are in the database. */
  async function measure(one) {
    const { server } = running.get(one.server);
    const before = await server.weigh();
    const outcome = await load(one, Number(options.seconds) * 1000);
    const after = await server.weigh();
    return { ...outcome, cpuUs: (after.cpuUs - before.cpuUs) / outcome.requests, rss: after.rss };
  }

  async function load({ server, path: target, header, key }, milliseconds) {
    const { port, keyFile } = all[server];
    const sent = key === "own" ? readFileSync(keyFile, "utf8").split("\n") : keys[key];
    const outcome = await runLoad({ port, path: target, header, keys: sent, connections, milliseconds });
    await settle(running.get(server));
    return outcome;
  }
} finally {
  for (const { server } of running.values()) await server.stop();
  await redis?.stop();
  await place.close();
}

async function start(name, { port, script, args, env, readyPath, readyHeaders, isSettled }) {
  const server = await startMeasured({
    name,
    script,
    args,
    env,
    readyUrl: `http://127.0.0.1:${port}${readyPath}`,
    headers: readyHeaders,
  });
  return { server, isSettled };
}

/** Waits until what a load has caused is done, also what a server does after it has answered. */
async function settle({ server, isSettled = () => true }) {
  let spent = Number.POSITIVE_INFINITY;
  let { cpuUs } = await server.weigh();
  while (spent > QUIET_US || !isSettled()) {
    await sleep(LOOK_MS);
    const now = await server.weigh();
    spent = now.cpuUs - cpuUs;
    cpuUs = now.cpuUs;
  }
}

async function makeGatehouseKeys(databaseUrl) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const secrets = await makeKeys(sql, databaseUrl, keyCount);
  await sql.end();
  return secrets;
}

/** Imported late: its packages may have been installed a moment ago. */
async function makeRivalKeys(databaseUrl) {
  const { prepareBetterAuth } = await import("./better-auth/prepare.mjs");
  return prepareBetterAuth(databaseUrl, keyCount);
}
