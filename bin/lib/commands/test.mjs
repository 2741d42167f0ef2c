import path from "node:path";
import { findBrowser } from "../browser.mjs";
import { atEnd, isStopping, runTool } from "../lifecycle.mjs";
import { buildOpenFga, findOpenFga } from "../openfga.mjs";
import { freePort } from "../ports.mjs";
import { startPostgres } from "../postgres/start-postgres.mjs";
import { build, migrate, productEnv, seedDemo } from "../product.mjs";
import { say, sayFailure, step } from "../progress.mjs";
import { commandOf, readJson } from "../project.mjs";
import { startServer, stopServer } from "../server.mjs";
import { throwAwaySettings } from "../throw-away.mjs";
import { check } from "./check.mjs";

/**
 * `test`: checks, unit and integration tests, build, browser journeys; stops at the first part that fails. `test unit`,
 * `test e2e` and `test check` run one part, `test openfga` the permission model against a real OpenFGA server. The last
 * line is `N passed, N failed`.
 */
export async function test(args) {
  const [wish, ...rest] = args;
  const parts = { check: checkPart, unit: unitPart, e2e: e2ePart, openfga: openFgaPart };
  const isOne = Object.hasOwn(parts, wish ?? "");
  const chosen = isOne ? [wish] : ["check", "unit", "e2e"];
  const passOn = isOne ? rest : args;

  const total = { passed: 0, failed: 0 };
  const summary = [];
  for (const name of chosen) {
    const result = await runPart(parts[name], passOn);
    if (isStopping()) return 1;
    total.passed += result.passed;
    // A part that fails without a failed test (a check, a build, a crash) counts as one.
    total.failed += result.ok ? 0 : Math.max(1, result.failed);
    summary.push(`${result.ok ? "✓" : "✗"} ${name}${result.note ? `: ${result.note}` : ""}`);
    if (!result.ok) break;
  }
  for (const name of chosen.slice(summary.length)) summary.push(`- ${name}: not run`);
  say(`\n${summary.join("\n")}\n`);
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function runPart(part, args) {
  try {
    return await part(args);
  } catch (error) {
    sayFailure(error);
    return { ok: false, passed: 0, failed: 0, note: error.message };
  }
}

async function checkPart() {
  const failed = await check();
  return { ok: failed.length === 0, passed: 0, failed: failed.length, note: failed.join(", ") };
}

async function openFgaPart(args) {
  process.env.OPENFGA_BIN = await buildOpenFga();
  return unitPart(["src/core/permissions", ...args]);
}

async function unitPart(args) {
  const settings = await throwAwaySettings();
  // A database of one's own to test with: any role that may create databases and roles will do.
  let adminUrl = process.env.GATEHOUSE_TEST_ADMIN_URL;
  if (!adminUrl) {
    const postgres = await step({ doing: "Starting a database for the tests", done: "Test database started" }, () =>
      startPostgres({ dataDir: settings.dataDir, throwAway: true }),
    );
    atEnd(postgres.stop);
    adminUrl = postgres.url;
  }
  const report = path.join(settings.dataDir, "vitest.json");
  const openFga = findOpenFga();
  if (openFga) process.env.OPENFGA_BIN = openFga;
  else if (args.length === 0)
    say(
      "No OpenFGA server on this machine: what would run against one runs against a double (npm run test:openfga builds one)",
    );
  const { code } = await runTool(
    process.execPath,
    [
      commandOf("vitest", "vitest"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...args,
    ],
    { env: productEnv(settings, adminUrl, { GATEHOUSE_TEST_ADMIN_URL: adminUrl, NODE_ENV: "test" }) },
  );
  const { numPassedTests = 0, numFailedTests = 0 } = readJson(report) ?? {};
  return verdict(code, numPassedTests, numFailedTests);
}

async function e2ePart(args) {
  const browser = await step({ doing: "Finding a browser", done: "Browser found" }, () => findBrowser());
  const settings = await throwAwaySettings();
  const { dataDir } = settings;
  const postgres = await step({ doing: "Starting a database for the journeys", done: "Database started" }, () =>
    startPostgres({ dataDir, throwAway: true }),
  );
  atEnd(postgres.stop);
  // Each person of a journey comes from an address of their own, as people do: sign-ups are counted by address.
  // The journeys run a mail server there and read what people are sent; their webhooks call this machine.
  const env = productEnv(settings, postgres.url, {
    TRUSTED_PROXIES: "127.0.0.1,::1",
    OUTGOING_ALLOWED_RANGES: "127.0.0.0/8",
    SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
  });
  await migrate(env);
  await seedDemo(settings, env);
  await build();
  const server = await step({ doing: "Starting the server", done: "Server started", shared: true }, () =>
    startServer({ dataDir, env }),
  );
  atEnd(() => stopServer(server));

  const report = path.join(dataDir, "playwright.json");
  const { code } = await runTool(
    process.execPath,
    [commandOf("@playwright/test", "playwright"), "test", "--reporter=list,json", ...args],
    {
      env: {
        ...env,
        NODE_ENV: "test",
        BASE_URL: settings.publicUrl,
        CHROME_PATH: browser,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    },
  );
  // Now and not only at the end: what it says while stopping must not follow the last line.
  await stopServer(server);
  const { expected = 0, unexpected = 0, flaky = 0 } = readJson(report)?.stats ?? {};
  return verdict(code, expected + flaky, unexpected);
}

function verdict(code, passed, failed) {
  const ran = passed + failed > 0;
  const note = ran ? `${passed} passed, ${failed} failed` : "no test ran";
  return { ok: code === 0 && ran && failed === 0, passed, failed, note };
}
