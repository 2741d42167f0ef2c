import { parseArgs } from "node:util";
import postgres from "postgres";
import { hashPassword } from "../src/core/sessions/password.ts";
import { newId } from "../src/lib/id.ts";
import { servers } from "./contestants.mjs";
import { makeKeys } from "./fixtures.mjs";
import { startMeasured } from "./measured-server.mjs";
import { openWorkplace } from "./workplace.mjs";

/**
 * Whether the time of an answer tells if an address has an account: attempts with known and unknown addresses in turn, in
 * random order within each pair, so that whatever else the machine does hits both alike.
 *
 * `npm run bench -- timing [--pairs 200] [--port 4400]`
 *
 * It reports and judges nothing: a difference that an attacker could use shows as an interval that leaves out zero, and as
 * a share of right guesses that is not about a half.
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "timing"),
  options: { pairs: { type: "string", default: "200" }, port: { type: "string", default: "4400" } },
});
const pairs = Number(options.pairs);
const WARM_UP = 10;
const RESAMPLES = 2000;
const PASSWORD = "a long enough password";
let nextAddress = 1;

const place = await openWorkplace();
let server;
try {
  const gatehouseUrl = await place.database("timing");
  const sql = postgres(gatehouseUrl, { max: 1, onnotice: () => {} });
  await makeKeys(sql, gatehouseUrl, 1);
  const passwordHash = await hashPassword(PASSWORD);
  const known = await makeAccounts(sql, passwordHash, WARM_UP + pairs);
  await sql.end();
  const { port, script, env, readyPath } = servers({
    firstPort: Number(options.port),
    folder: place.folder,
    gatehouseUrl,
    betterAuthUrl: gatehouseUrl,
  }).gatehouse;
  const origin = `http://127.0.0.1:${port}`;
  // Each attempt comes from an address of its own, so that no throttle answers in place of what is measured.
  server = await startMeasured({
    name: "gatehouse",
    script,
    env: { ...env, TRUSTED_PROXIES: "127.0.0.1" },
    readyUrl: origin + readyPath,
  });

  const procedure = (name, body) => (email) => post(`${origin}/api/trpc/${name}`, origin, { ...body, email });
  const attempts = {
    "log in, wrong password": (email) =>
      post(`${origin}/api/v1/auth/login`, origin, { email, password: "not the password at all" }),
    "sign up": procedure("account.signUp", { name: "Somebody", password: PASSWORD }),
    "ask for a new password": procedure("account.askPasswordReset", {}),
  };
  console.log(
    "| attempt | pairs | known, median ms | unknown, median ms | difference ms (95 %) | right guesses |\n|---|---:|---:|---:|---:|---:|",
  );
  for (const [what, attempt] of Object.entries(attempts)) {
    const times = { known: [], unknown: [] };
    for (let pair = 0; pair < WARM_UP + pairs; pair += 1) {
      const order = Math.random() < 0.5 ? ["known", "unknown"] : ["unknown", "known"];
      for (const kind of order) {
        const email = kind === "known" ? known[pair] : `nobody-${newId("x")}@example.test`;
        const began = performance.now();
        await attempt(email);
        if (pair >= WARM_UP) times[kind].push(performance.now() - began);
      }
    }
    const [low, high] = intervalOf(times.known, times.unknown);
    console.log(
      `| ${what} | ${pairs} | ${median(times.known).toFixed(2)} | ${median(times.unknown).toFixed(2)} | ${low.toFixed(2)} to ${high.toFixed(2)} | ${(100 * shareSlower(times.known, times.unknown)).toFixed(1)} % |`,
    );
  }
} finally {
  await server?.stop();
  await place.close();
}

/** Accounts by the row: they only have to be there, with a password that nobody enters. */
async function makeAccounts(sql, passwordHash, count) {
  const emails = Array.from({ length: count }, () => `somebody-${newId("x")}@example.test`);
  await sql`insert into users (id, email, name, password_hash)
    select id, email, 'Somebody', ${passwordHash}
    from unnest(${emails.map(() => newId("user"))}::text[], ${emails}::text[]) as u (id, email)`;
  return emails;
}

async function post(url, origin, body) {
  const address = nextAddress++;
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin,
      "x-forwarded-for": `2001:db8:${(address >> 16).toString(16)}:${(address & 0xffff).toString(16)}::1`,
    },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  if (![200, 401].includes(answer.status)) throw new Error(`${url} answered ${answer.status}`);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/** The middle 95 % of differences of medians over resampled attempts (percentile bootstrap). */
function intervalOf(some, others) {
  const resampled = (values) => values.map(() => values[Math.floor(Math.random() * values.length)]);
  const differences = Array.from(
    { length: RESAMPLES },
    () => median(resampled(some)) - median(resampled(others)),
  ).toSorted((a, b) => a - b);
  return [differences[Math.floor(RESAMPLES * 0.025)], differences[Math.ceil(RESAMPLES * 0.975) - 1]];
}

/** How often the slower of two single attempts is the one of the first kind: who guesses so is right that often. */
function shareSlower(some, others) {
  let wins = 0;
  for (const one of some) for (const other of others) wins += one > other ? 1 : one === other ? 0.5 : 0;
  return wins / (some.length * others.length);
}
