import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { servers } from "./contestants.mjs";
import { KEY_COUNT, makeKeys } from "./fixtures.mjs";
import { runLoad } from "./load.mjs";
import { startMeasured } from "./measured-server.mjs";
import { openWorkplace } from "./workplace.mjs";

/**
 * Where the microseconds of `GET /api/v1/user` go: the CPU of a request as it is without a profiler, divided as the
 * samples of a profile of the same load are.
 *
 * `npm run bench -- profile [--server gatehouse] [--seconds 6] [--port 4400]`
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "profile"),
  options: {
    server: { type: "string", default: "gatehouse" },
    seconds: { type: "string", default: "6" },
    port: { type: "string", default: "4400" },
  },
});

/** Each sample counts for the first of these that its stack, read from the inside out, meets. */
const parts = [
  ["garbage collection", ({ functionName }) => functionName === "(garbage collector)"],
  [
    "the kernel taking the answer (socket write)",
    ({ functionName }) => /^write(Utf8|Latin1)String$/.test(functionName),
  ],
  [
    "loading usage into the database",
    inFile(/core\/metering\/(meter|load|adopt)|core\/metering\/segment|node_modules\/postgres/),
  ],
  ["heartbeat, restored limits and upkeep", inFile(/core\/(invalidation|limits\/restore|maintenance|runtime)/)],
  ["meter: the line of the event", inFile(/core\/metering\/encode/)],
  ["meter: the spool, with its system call", inFile(/core\/metering\/spool/)],
  ["resolve: checksum, SHA-256, cache", inFile(/core\/credentials|node_modules\/lru-cache/)],
  ["limit", inFile(/core\/limits/)],
  ["ids and clock", inFile(/lib\/(id|clock)/)],
  ["parse the input", inFile(/core\/parse-input|node_modules\/zod|rest\/input/)],
  ["run the verb", inFile(/src\/domain|core\/verb/)],
  ["the body as JSON", ({ functionName }) => functionName === "answerJson"],
  ["the headers of the answer", ({ functionName }) => functionName === "headersOf" || functionName === "_storeHeader"],
  ["the steps themselves: route, presented secret, admit, authorize", inFile(/src\/rest\/(?!answer)/)],
  ["writing the answer: event, writeHead and end, without the kernel", inFile(/src\/rest\/answer/)],
  ["Node: HTTP parser, server, sockets, event loop", () => true],
];
const isWork = ({ functionName }) => functionName !== "(idle)";

const place = await openWorkplace();
let server;
try {
  const gatehouseUrl = await place.database("profile");
  const sql = postgres(gatehouseUrl, { max: 1, onnotice: () => {} });
  const keys = await makeKeys(sql, gatehouseUrl, KEY_COUNT);
  await sql.end();
  const { port, script, env, readyPath, isSettled } = servers({
    firstPort: Number(options.port),
    folder: place.folder,
    gatehouseUrl,
    apiOnlyUrl: gatehouseUrl,
    betterAuthUrl: gatehouseUrl,
  })[options.server];
  const readyUrl = `http://127.0.0.1:${port}${readyPath}`;
  server = await startMeasured({ name: options.server, script, env, readyUrl });

  const load = async () => {
    const before = await server.weigh();
    const { requests } = await runLoad({
      port,
      path: "/api/v1/user",
      header: "authorization: Bearer ",
      keys,
      connections: 32,
      milliseconds: Number(options.seconds) * 1000,
    });
    do await sleep(50);
    while (!isSettled());
    const after = await server.weigh();
    return (after.cpuUs - before.cpuUs) / requests;
  };
  await load();
  const plain = [await load()];
  await server.startProfile();
  await load();
  const profile = await server.stopProfile();
  plain.push(await load());

  const cpuUs = (plain[0] + plain[1]) / 2;
  const shares = divide(profile);
  console.log("| part | µs a request | share |\n|---|---:|---:|");
  for (const [part, share] of shares)
    console.log(`| ${part} | ${(share * cpuUs).toFixed(1)} | ${(share * 100).toFixed(0)} % |`);
  console.log(`| all | ${cpuUs.toFixed(1)} | 100 % |`);
} finally {
  await server?.stop();
  await place.close();
}

/** The share of each part in the time that was not idle, the largest first. */
function divide({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const spent = new Map();
  let total = 0;
  for (const [at, id] of samples.entries()) {
    const leaf = byId.get(id);
    if (!isWork(leaf.callFrame)) continue;
    const part = partOf(leaf);
    total += timeDeltas[at];
    spent.set(part, (spent.get(part) ?? 0) + timeDeltas[at]);
  }
  return [...spent].map(([part, time]) => [part, time / total]).sort((one, other) => other[1] - one[1]);
}

function partOf(leaf) {
  const frames = [];
  for (let node = leaf; node; node = node.parent) frames.push(node.callFrame);
  for (const frame of frames) {
    const found = parts.slice(0, -1).find(([, isPart]) => isPart(frame));
    if (found) return found[0];
  }
  return parts.at(-1)[0];
}

function inFile(pattern) {
  return ({ url }) => pattern.test(url);
}
