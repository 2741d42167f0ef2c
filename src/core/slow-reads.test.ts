import { expect, test } from "vitest";
import { slowReads } from "./slow-reads.ts";

/** Reads that end when they are told, and who of them has begun. */
function stage(connections: number) {
  const reads = slowReads(connections);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const read = (org: string) =>
    reads.inTurn(org, () => {
      begun.push(org);
      return new Promise<void>((end) => ends.push(end));
    });
  const settle = () => new Promise((done) => setImmediate(done));
  return { reads, begun, ends, read, settle };
}
const of = (begun: string[], org: string) => begun.filter((name) => name === org).length;

test("one organization holds at most half of the connections, however many reads it sends", async () => {
  const { begun, ends, read, settle } = stage(16);
  for (let i = 0; i < 40; i++) void read("greedy");
  for (let i = 0; i < 3; i++) void read("modest");
  await settle();
  expect([of(begun, "greedy"), of(begun, "modest")]).toEqual([8, 3]);
  for (let i = 0; i < 43; i++) {
    ends.shift()?.();
    await settle();
  }
  expect([of(begun, "greedy"), of(begun, "modest"), ends.length]).toEqual([40, 3, 0]);
});

test("all together leave a quarter for the rest of the product", async () => {
  const { begun, read, settle } = stage(16);
  for (let i = 0; i < 60; i++) void read(`org ${i % 6}`);
  await settle();
  expect(begun).toHaveLength(12);
});

test("a read that fails makes room; one too many is refused", async () => {
  const { reads, begun, ends, read, settle } = stage(2);
  await expect(reads.inTurn("org", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  for (let i = 0; i < 101; i++) void read("org");
  await settle();
  expect(begun).toHaveLength(1);
  await expect(read("org")).rejects.toMatchObject({ code: "unavailable" });
  ends.shift()?.();
  await settle();
  expect(begun).toHaveLength(2);
});
