import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { contestants, servers } from "./contestants.mjs";
import { makeKeys, uploadSources } from "./fixtures.mjs";
import { runLoad } from "./load.mjs";
import { startMeasured } from "./measured-server.mjs";
import { report } from "./report.mjs";
import { openWorkplace, prepareRivals } from "./workplace.mjs";

/**
 * Measures all contestants in turn, round after round, so that whatever else the machine does hits all of them alike.
 *
 * `npm run bench -- [--rounds 7] [--seconds 4] [--connections 32] [--port 4400] [--only a,c] [--json file]`
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "32" },
    port: { type: "string", default: "4400" },
    only: { type: "string" },
    json: { type: "string" },
  },
});
const connections = Number(options.connections);
const wanted = options.only?.split(",");
const chosen = contestants.filter(({ id }) => !wanted || wanted.includes(id));
const WARM_UP_MS = 3000;

const place = await openWorkplace();
const running = new Map();
try {
  prepareRivals();
  const keys = { none: "" };
  const addresses = { gatehouseUrl: await place.database("gatehouse"), betterAuthUrl: await place.database("rival") };
  keys.gatehouse = await makeGatehouseKey(addresses.gatehouseUrl);
  if (chosen.some(({ key }) => key === "documented")) keys.documented = await makeRivalKey(addresses.betterAuthUrl);

  const all = servers({ firstPort: Number(options.port), folder: place.folder, ...addresses });
  for (const name of new Set(chosen.map(({ server }) => server))) running.set(name, await start(name, all[name]));
  if (running.has("better-auth")) keys.fastest = readFileSync(path.join(place.folder, "better-auth-key"), "utf8");
  if (running.has("gatehouse")) await uploadSources(`http://127.0.0.1:${all.gatehouse.port}`, keys.gatehouse);

  const measured = chosen.map((contestant) => ({ ...contestant, rounds: [] }));
  for (const one of measured) await load(one, WARM_UP_MS);
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    for (const one of measured) one.rounds.push(await measure(one));
    console.log(
      `round ${round}: ${measured.map(({ id, rounds }) => `${id} ${rounds.at(-1).cpuUs.toFixed(1)} µs`).join(", ")}`,
    );
  }
  console.log(`\n${report(measured)}`);
  if (options.json) writeFileSync(options.json, JSON.stringify(measured, null, 2));

  /** CPU counts until all that these requests caused is done: for the product, until they are in the database. */
  async function measure(one) {
    const { server, isSettled } = running.get(one.server);
    const before = await server.weigh();
    const outcome = await load(one, Number(options.seconds) * 1000);
    await settle(isSettled);
    const after = await server.weigh();
    return { ...outcome, cpuUs: (after.cpuUs - before.cpuUs) / outcome.requests, rss: after.rss };
  }

  async function load({ server, path: asked, header, key }, milliseconds) {
    const { port, isSettled } = running.get(server);
    const outcome = await runLoad({ port, path: asked, header, keys: [keys[key]], connections, milliseconds });
    await settle(isSettled);
    return outcome;
  }
} finally {
  for (const { server } of running.values()) await server.stop();
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
  return { server, port, isSettled };
}

async function settle(isSettled) {
  await sleep(100);
  while (isSettled && !isSettled()) await sleep(50);
}

async function makeGatehouseKey(databaseUrl) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [secret] = await makeKeys(sql, databaseUrl, 1);
  await sql.end();
  return secret;
}

/** Imported late: its packages may have been installed a moment ago. */
async function makeRivalKey(databaseUrl) {
  const { prepareBetterAuth } = await import("./better-auth/prepare.mjs");
  return prepareBetterAuth(databaseUrl);
}
