import * as fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Segment } from "./segment.ts";
import { openSpool, type Spool } from "./spool.ts";

vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>();
  return { ...real, writeSync: vi.fn(real.writeSync), ftruncateSync: vi.fn(real.ftruncateSync) };
});
type WriteBytes = (fd: number, bytes: Buffer, at: number, length: number, position: number) => number;
const write = vi.mocked(fs.writeSync as WriteBytes);
const truncate = vi.mocked(fs.ftruncateSync);

let folder: string;
let sealed: Segment[];
let spool: Spool;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "gatehouse-spool-"));
  sealed = [];
  spool = openSpool(folder, (segment) => sealed.push(segment));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const append = (line: string) =>
  new Promise<void>((resolve, reject) => spool.append(line, (error) => (error ? reject(error) : resolve())));
const counted = (segment: Segment) => fs.readFileSync(segment.path).subarray(0, segment.bytes).toString();

/** As a full disk does it: some bytes go in, then none. */
function fillDisk(): void {
  const real = write.getMockImplementation()!;
  write.mockImplementationOnce((fd, buffer, at, length, position) =>
    real(fd, buffer, at, Math.ceil(length / 2), position),
  );
  write.mockImplementationOnce(() => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
}

test("a write that ends early is taken up where it ended", async () => {
  const real = write.getMockImplementation()!;
  write.mockImplementationOnce((fd, buffer, at, _, position) => real(fd, buffer, at, 3, position));
  await append("a whole line\n");
  spool.seal();
  expect(sealed.map(counted)).toEqual(["a whole line\n"]);
});

test("on a full disk every request of the turn is told, and no torn line stays", async () => {
  await append("kept\n");
  fillDisk();
  const outcomes = await Promise.allSettled([append("lost 1\n"), append("lost 2\n")]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  await append("kept again\n");
  spool.seal();
  expect(sealed.map(counted)).toEqual(["kept\nkept again\n"]);
  expect(fs.readFileSync(sealed[0]!.path, "utf8")).toBe("kept\nkept again\n");
});

test("if not even the torn line can be cut off, the segment ends before it", async () => {
  await append("kept\n");
  fillDisk();
  truncate.mockImplementationOnce(() => {
    throw new Error("input/output error");
  });
  await expect(append("lost\n")).rejects.toThrow("no space left");
  await append("kept again\n");
  spool.seal();
  expect(sealed.map(counted)).toEqual(["kept\n", "kept again\n"]);
});

test("a folder that was deleted is made again", async () => {
  fs.rmSync(folder, { recursive: true });
  await append("line\n");
  spool.seal();
  expect(sealed.map(counted)).toEqual(["line\n"]);
});

test("a segment is sealed at 8 MiB", async () => {
  const line = `${"x".repeat(1024 * 1024 - 1)}\n`;
  for (let n = 0; n < 9; n += 1) await append(line);
  expect(sealed.map((segment) => segment.bytes)).toEqual([8 * 1024 * 1024]);
  expect(spool.pendingBytes()).toBe(1024 * 1024);
});

test("texts beyond ASCII are written whole, whatever their length", async () => {
  const line = `${"é😀€".repeat(60_000)}\n`;
  await append(line);
  await append("ü\n");
  spool.seal();
  expect(sealed.map(counted)).toEqual([`${line}ü\n`]);
});
