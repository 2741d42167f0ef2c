import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The import rules over a little house of these files; gives the names of the rules that were broken. */
function rulesBrokenBy(files: Record<string, string>): string[] {
  const house = mkdtempSync(path.join(tmpdir(), "gatehouse-floors-"));
  try {
    const all = { "package.json": '{"type":"module","imports":{"#*":"./src/*"}}', "tsconfig.json": "{}", ...files };
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
      writeFileSync(path.join(house, file), text);
    }
    const program = path.join(root, "node_modules/.bin/depcruise");
    const config = path.join(root, ".dependency-cruiser.cjs");
    const { stdout } = spawnSync(process.execPath, [program, "--config", config, "-T", "json", "src"], {
      cwd: house,
      encoding: "utf8",
    });
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

test("downhill imports are allowed", () => {
  expect(
    rulesBrokenBy({
      "src/lib/id.ts": "export const id = 1;",
      "src/core/verb.ts": 'import { id } from "#lib/id.ts"; export const verb = id;',
      "src/domain/keys/create-key.ts": 'import { verb } from "#core/verb.ts"; export const createKey = verb;',
      "src/trpc/root.ts": 'import { createKey } from "#domain/keys/create-key.ts"; export const root = createKey;',
    }),
  ).toEqual([]);
});

test.each([
  [
    "lib-imports-nothing-above-it",
    { "src/core/a.ts": "export const a = 1;", "src/lib/b.ts": 'import { a } from "#core/a.ts"; export const b = a;' },
  ],
  [
    "db-imports-nothing-above-it",
    {
      "src/core/a.ts": "export type A = 1;",
      "src/db/b.ts": 'import type { A } from "../core/a.ts"; export const b: A = 1;',
    },
  ],
  [
    "rest-imports-nothing-above-it",
    { "src/trpc/a.ts": "export const a = 1;", "src/rest/b.ts": 'export { a } from "#trpc/a.ts";' },
  ],
  [
    "nouns-do-not-import-one-another",
    {
      "src/domain/keys/a.ts": "export const a = 1;",
      "src/domain/users/b.ts": 'import { a } from "#domain/keys/a.ts"; export const b = a;',
    },
  ],
  [
    "ui-sees-contract-and-lib",
    {
      "src/domain/keys/a.ts": "export const a = 1;",
      "src/ui/b.tsx": 'import { a } from "#domain/keys/a.ts"; export const B = () => <p>{a}</p>;',
    },
  ],
  ["contract-is-browser-safe", { "src/contract/a.ts": 'import { hash } from "node:crypto"; export const a = hash;' }],
  [
    "no-circular",
    {
      "src/core/a.ts": 'import { b } from "./b.ts"; export const a = () => b;',
      "src/core/b.ts": 'import { a } from "./a.ts"; export const b = () => a;',
    },
  ],
  [
    "pages-reach-data-through-verbs",
    {
      "src/db/client.ts": "export const db = 1;",
      "src/app/page.tsx": 'import { db } from "#db/client.ts"; export default () => <p>{db}</p>;',
    },
  ],
  ["not-to-unresolvable", { "src/core/a.ts": 'import { gone } from "#core/gone.ts"; export const a = gone;' }],
])("a planted violation of %s is found", (rule, files) => {
  expect(rulesBrokenBy(files)).toEqual([rule]);
});
