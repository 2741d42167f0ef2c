import { expect, test } from "vitest";
import { relativeTime } from "./relative-time.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

test.each([
  [0, "just now"],
  [3, "just now"],
  [30, "in a moment"],
  [-59, "just now"],
  [-60, "1 minute ago"],
  [90 * 60, "in 1 hour"],
  [30 * HOUR, "in 1 day"],
  [-47 * HOUR, "1 day ago"],
  [50 * DAY, "in 50 days"],
  [60 * DAY, "in 60 days"],
  [89 * DAY, "in 89 days"],
  [300 * DAY, "in 9 months"],
  [400 * DAY, "in 13 months"],
  [-800 * DAY, "2 years ago"],
])("%d seconds from now: %s", (seconds, said) => {
  expect(relativeTime(1_000_000_000_000 + seconds * 1000, 1_000_000_000_000)).toBe(said);
});
