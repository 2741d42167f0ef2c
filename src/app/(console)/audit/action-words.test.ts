import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { actionWords } from "./action-words.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Every action that the program records by name, wherever it does. */
const recorded = globSync("{core,domain}/**/*.ts", { cwd: root })
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) => [...readFileSync(root + file, "utf8").matchAll(/action: "([a-z_]+\.[a-z_]+)"/g)])
  .map(([, action = ""]) => action);

test.each([...new Set(recorded)].sort())("%s is told in words of its own, by which a sentence reads", (action) => {
  expect(actionWords(action)).not.toBe(action.replace(".", " ").replaceAll("_", " "));
});

test("there are some", () => expect(recorded.length).toBeGreaterThan(50));
