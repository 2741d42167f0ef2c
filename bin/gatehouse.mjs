#!/usr/bin/env node
// The launcher. Plain JavaScript that Node 20 can run before anything is installed: it installs, then hands over to the
// Node that came with the packages.
import { Failure } from "./lib/failure.mjs";
import { install } from "./lib/install.mjs";
import { runToEnd } from "./lib/lifecycle.mjs";
import { isRightNode, runWithOwnNode } from "./lib/own-node.mjs";
import { sayFailure } from "./lib/progress.mjs";

const USAGE = `Usage: node bin/gatehouse.mjs <command>

  start          install what is missing, bring up database and pages, serve (npm start)
  dev            the same with reloading, for work on Gatehouse itself (npm run dev)
  migrate        bring the database up to date
  seed           make the demo organization, if it is not there
  verify-audit   check the chain of audit events
  sync-permissions
                 fill an OpenFGA server with who may what, or mend it; --take-over: one that others filled
  rotate-signing-key
                 make the next key that signs tokens; nobody is logged out
  withdraw-signing-key <kid>
                 end a key that others may have, and every token that it signed
  reset          delete the data folder, after asking (--yes: without)

  test           checks, tests, build and browser journeys (npm test); or one part: test check | unit | e2e
                 test openfga: who may what, against a real OpenFGA server, which Go builds if there is none
  check          format, lint, types, import rules, unused code (npm run check)
  bench          measurements (npm run bench)
  help           this page

Environment: PORT (3000), HOST (127.0.0.1), GATEHOUSE_PUBLIC_URL (http://localhost:PORT), GATEHOUSE_DATA (.gatehouse),
DATABASE_URL (unset: a PostgreSQL of its own), GATEHOUSE_SECRET (unset: made and kept in the data folder).
`;

const MIGRATE = "src/db/migrate.ts";

/** What a command runs, once the packages are there and this is the right Node. */
const commands = {
  start: {
    run: async () => (await import("./lib/commands/start.mjs")).start(),
    takes: [],
    signalExit: 0, // being stopped is how it ends
  },
  dev: { run: async () => (await import("./lib/commands/start.mjs")).start({ dev: true }), takes: [], signalExit: 0 },
  test: { run: async (args) => (await import("./lib/commands/test.mjs")).test(args) },
  check: {
    run: async () => ((await (await import("./lib/commands/check.mjs")).check()).length > 0 ? 1 : 0),
    takes: [],
  },
  bench: { run: async (args) => (await import("./lib/commands/bench.mjs")).bench(args) },
  migrate: { run: async (args) => runScript(MIGRATE, args), takes: [] },
  seed: { run: async (args) => runScript("src/demo/seed.ts", args, { first: [MIGRATE], demo: true }), takes: [] },
  "verify-audit": { run: async (args) => runScript("src/commands/verify-audit.ts", args) },
  "sync-permissions": {
    run: async (args) => runScript("src/commands/sync-permissions.ts", args, { first: [MIGRATE] }),
    takes: ["--take-over"],
  },
  "rotate-signing-key": { run: async (args) => runScript("src/commands/rotate-signing-key.ts", args), takes: [] },
  "withdraw-signing-key": { run: async (args) => runScript("src/commands/withdraw-signing-key.ts", args) },
  reset: {
    run: async (args) => (await import("./lib/commands/reset.mjs")).reset(args),
    takes: ["--yes"],
    needsPackages: false,
  },
};

async function runScript(...args) {
  return (await import("./lib/commands/script.mjs")).runScriptCommand(...args);
}

const [name = "", ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
const wantsHelp = ["help", "--help", "-h"].includes(name) || (command?.takes && args.some((arg) => arg === "--help"));
const unknown = command?.takes && args.find((arg) => !command.takes.includes(arg));

if (wantsHelp) process.stdout.write(USAGE);
else if (!command || unknown) {
  const problem = command
    ? `Unknown argument: ${unknown}`
    : name
      ? `Unknown command: ${name}`
      : "A command is missing.";
  process.stderr.write(`${problem}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (!["linux", "darwin"].includes(process.platform)) {
  sayFailure(
    new Failure("Gatehouse runs on Linux and macOS.", {
      hint: "On Windows, use the Windows Subsystem for Linux (WSL).",
    }),
  );
  process.exitCode = 1;
} else
  await runToEnd(
    async () => {
      if (command.needsPackages !== false) {
        await install();
        if (!isRightNode()) return runWithOwnNode();
      }
      return command.run(args);
    },
    { signalExit: command.signalExit },
  );
