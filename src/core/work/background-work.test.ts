import { expect, test } from "vitest";
import { makeLogger } from "../logger.ts";
import { backgroundWork, type Job } from "./background-work.ts";

const log = makeLogger("silent");
const never: Promise<never> = new Promise(() => {});

test("a job goes on without a pause while there is more, and stops when it is told", async () => {
  let left = 5;
  let emptied = () => {};
  const empty = new Promise<void>((resolve) => {
    emptied = resolve;
  });
  const job: Job = {
    name: "emptying",
    everyMs: 3_600_000,
    run: async () => {
      left -= 1;
      if (left === 0) emptied();
      return left > 0;
    },
  };
  const work = backgroundWork(log, [job]);
  work.start();
  await empty;
  await work.stop();
  expect(left).toBe(0);
});

test("a job that fails is tried again and does not hold up another", async () => {
  let attempts = 0;
  let recovered = () => {};
  const recovery = new Promise<void>((resolve) => {
    recovered = resolve;
  });
  const failing: Job = {
    name: "failing",
    everyMs: 1,
    run: async () => {
      attempts += 1;
      if (attempts < 3) throw new Error("not yet");
      recovered();
      return false;
    },
  };
  const stuck: Job = { name: "stuck", everyMs: 1, run: (stopping) => Promise.race([never, aborted(stopping)]) };
  const work = backgroundWork(log, [stuck, failing]);
  work.start();
  await recovery;
  await work.stop();
  expect(attempts).toBeGreaterThanOrEqual(3);
});

test("stopping waits for what is under way", async () => {
  let finish = () => {};
  let finished = false;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const job: Job = {
    name: "slow",
    everyMs: 1,
    run: async () => {
      await gate;
      finished = true;
      return false;
    },
  };
  const work = backgroundWork(log, [job]);
  work.start();
  const stopped = work.stop().then(() => finished);
  finish();
  expect(await stopped).toBe(true);
});

const aborted = (signal: AbortSignal) =>
  new Promise<boolean>((resolve) => signal.addEventListener("abort", () => resolve(false)));
