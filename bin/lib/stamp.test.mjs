import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOf, isStamped, writeStamp } from "./stamp.mjs";

let folder;
const put = (name, content) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
};
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "stamp-"));
  put("src/a.ts", "a");
  put("src/deep/b.ts", "b");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = () => hashOf(folder, ["src", "maybe.json"], { skip: (name) => name.endsWith(".test.ts") });

test("content, names and the appearance of a file change the hash; tests do not", () => {
  const before = now();
  put("src/a.test.ts", "x");
  expect(now()).toBe(before);
  put("src/a.ts", "changed");
  const changed = now();
  expect(changed).not.toBe(before);
  put("maybe.json", "");
  expect(now()).not.toBe(changed);
});

test("moving text from one file to its neighbour changes the hash", () => {
  const before = now();
  put("src/a.ts", "");
  put("src/deep/b.ts", "ab");
  expect(now()).not.toBe(before);
});

test("only the hash that was stamped last counts", () => {
  const file = path.join(folder, "kept/stamp.json");
  expect(isStamped(file, "1")).toBe(false);
  writeStamp(file, "1");
  expect(isStamped(file, "1")).toBe(true);
  expect(isStamped(file, "2")).toBe(false);
  writeFileSync(file, '{"ha');
  expect(isStamped(file, "1")).toBe(false);
});
