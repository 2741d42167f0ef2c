import { expect, test } from "vitest";
import { databaseClock } from "./clock.ts";

const HOUR = 3_600_000;

/** A clock, the local one that it corrects, and a database's that is `aheadMs` ahead. */
function clocks(aheadMs: number) {
  let localMs = Date.UTC(2024, 1, 29);
  const clock = databaseClock(() => localMs);
  return {
    distance: () => clock.nowMs() - localMs,
    /** A heartbeat: the database speaks after `goingMs`, and is heard `comingMs` later. */
    beat(goingMs: number, comingMs: number) {
      const databaseMs = localMs + goingMs + aheadMs;
      localMs += goingMs + comingMs;
      clock.set(databaseMs, goingMs + comingMs);
    },
  };
}

test("however late a message of the same clock is heard, the time stays as it is", () => {
  const { beat, distance } = clocks(0);
  for (const [going, coming] of [
    [0, 0],
    [1, 900],
    [5000, 3],
    [20_000, 60_000],
  ] as const) {
    beat(going, coming);
    expect(distance()).toBe(0);
  }
});

test.each([HOUR, -HOUR, 250, -250])("a database that is %i ms ahead is followed, as well as is known", (ahead) => {
  const { beat, distance } = clocks(ahead);
  beat(400, 700);
  expect(Math.abs(distance() - ahead)).toBeLessThanOrEqual(1100 + 2);
  beat(1, 1);
  expect(Math.abs(distance() - ahead)).toBeLessThanOrEqual(4);
  const known = distance();
  beat(3000, 4000);
  expect(distance()).toBe(known);
});
