import { childEnv } from "../child-env.mjs";
import { Failure } from "../failure.mjs";
import { runTool } from "../lifecycle.mjs";
import { say } from "../progress.mjs";
import { commandOf } from "../project.mjs";

const CHECKS = [
  { name: "format and lint", packageName: "@biomejs/biome", command: "biome", args: ["check", "."] },
  { name: "types", packageName: "typescript", command: "tsc", args: ["--noEmit"] },
  { name: "import rules", packageName: "dependency-cruiser", command: "depcruise", args: ["src"] },
  { name: "unused code", packageName: "knip", command: "knip", args: [] },
];

/**
 * The static checks. All of them run, so that one look shows everything that is wrong.
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function check() {
  const failed = [];
  // The types of the pages' routes are Next's to write, and a fresh clone has none yet.
  const typegen = await runTool(process.execPath, [commandOf("next", "next"), "typegen"], {
    capture: true,
    env: childEnv(),
  });
  if (typegen.code !== 0)
    throw new Failure("Next could not write the types of the routes.", { output: typegen.output });
  for (const { name, packageName, command, args } of CHECKS) {
    say(`\n── ${name}: ${[command, ...args].join(" ")}`);
    const { code } = await runTool(process.execPath, [commandOf(packageName, command), ...args], { env: childEnv() });
    if (code !== 0) failed.push(name);
  }
  say(failed.length === 0 ? "\n✓ All checks passed" : `\n✗ Failed: ${failed.join(", ")}`);
  return failed;
}
