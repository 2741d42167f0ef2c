import fc from "fast-check";
import { expect, test } from "vitest";
import { nextRuns } from "#lib/next-runs.ts";
import { SyncSchedule } from "./sync-schedule.ts";

const at = (text: string) => new Date(text);
const times = (pattern: string, zone: string, after: string, count = 2) =>
  nextRuns(pattern, zone, at(after), count)?.map((run) => run.toISOString());

test("times are those of the zone's clocks, in summer and in winter", () => {
  expect(times("0 6 * * *", "Europe/London", "2026-03-28T12:00:00Z")).toEqual([
    "2026-03-29T05:00:00.000Z",
    "2026-03-30T05:00:00.000Z",
  ]);
  expect(times("*/15 * * * *", "UTC", "2026-01-01T00:07:30Z")).toEqual([
    "2026-01-01T00:15:00.000Z",
    "2026-01-01T00:30:00.000Z",
  ]);
  // 01:30 does not exist on that day: it comes the moment that the clocks have gone on.
  expect(times("30 1 * * *", "Europe/London", "2026-03-29T00:00:00Z", 1)).toEqual(["2026-03-29T01:00:00.000Z"]);
});

test.each(["*/15 * * * *", "0 * * * *", "0 6 * * *", "0 6 * * MON-FRI", "*/5 9-17 * * 1-5", "0 0 1 * *", "0 0 29 2 *"])(
  "%s is a schedule",
  (cron) => {
    expect(SyncSchedule.parse({ cron })).toEqual({ cron, time_zone: "UTC" });
  },
);

test("whatever is typed is taken or refused, quickly, and what is taken has a next time", () => {
  const field = fc.oneof(
    fc.constantFrom("*", "*/7", "0", "59", "1,2", "5-3", "L", "31", "SUN", "?", "@"),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(field, { minLength: 4, maxLength: 6 }), (fields) => {
      const parsed = SyncSchedule.safeParse({ cron: fields.join(" ") });
      if (parsed.success) expect(nextRuns(parsed.data.cron, "UTC", new Date(), 1)).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});
