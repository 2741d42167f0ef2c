import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning, ownIdentity } from "./identity.mjs";
import { lockHolder, takeLock } from "./lock.mjs";

let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves a lock as a process that was killed leaves it. */
const leaveLock = (number, content) => writeFileSync(path.join(folder, `x.${number}.lock`), content);

test("the second is refused and learns about the first", () => {
  expect(takeLock(folder, "x", { url: "http://here" }).taken).toBe(true);
  const second = takeLock(folder, "x");
  expect(second.taken).toBe(false);
  expect(second.holder).toMatchObject({ pid: process.pid, url: "http://here" });
});

test("a released lock is free, and another name never was taken", () => {
  const first = takeLock(folder, "x");
  expect(takeLock(folder, "y").taken).toBe(true);
  first.release();
  expect(lockHolder(folder, "x")).toBeUndefined();
  expect(takeLock(folder, "x").taken).toBe(true);
});

test("what the holder adds later is seen by others", () => {
  takeLock(folder, "x").update({ database: true });
  expect(lockHolder(folder, "x")).toMatchObject({ database: true, pid: process.pid });
});

test("the lock of a dead process is taken over, and its file goes", () => {
  leaveLock(7, JSON.stringify({ pid: 2 ** 22 + 1, start: "never" }));
  expect(takeLock(folder, "x").taken).toBe(true);
  expect(readdirSync(folder)).toEqual(["x.8.lock"]);
});

test.runIf(process.platform === "linux")("a pid that was given to another process does not hold the lock", () => {
  leaveLock(1, JSON.stringify({ pid: process.pid, start: "another-boot:1" }));
  expect(takeLock(folder, "x").taken).toBe(true);
});

test("a lock without a name counts while its holder may still be writing, and no longer", () => {
  leaveLock(1, "");
  const writtenAt = (seconds) => utimesSync(path.join(folder, "x.1.lock"), seconds, seconds);
  writtenAt(Date.now() / 1000 + 60);
  expect(takeLock(folder, "x").taken).toBe(false);
  writtenAt(Date.now() / 1000 - 60);
  expect(takeLock(folder, "x").taken).toBe(true);
});

test("of many processes that meet a dead lock at once, one gets it", async () => {
  leaveLock(3, JSON.stringify({ pid: 2 ** 22 + 1 }));
  const script = `
    import { takeLock } from ${JSON.stringify(new URL("./lock.mjs", import.meta.url).href)};
    process.stdout.write(takeLock(${JSON.stringify(folder)}, "x").taken ? "taken " : "refused ");
    process.stdin.resume(); // hold on until everybody has tried
    process.stdin.on("end", () => process.exit());`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const answers = await Promise.all(
    children.map(
      (child) => new Promise((resolve) => child.stdout.once("data", (text) => resolve(String(text).trim()))),
    ),
  );
  for (const child of children) child.stdin.end();
  expect(answers.filter((answer) => answer === "taken")).toHaveLength(1);
});

test("a process knows itself and not a dead child", async () => {
  expect(isRunning(ownIdentity())).toBe(true);
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  expect(isRunning({ pid: child.pid })).toBe(false);
  expect(isRunning(undefined)).toBe(false);
});
