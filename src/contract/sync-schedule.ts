import * as z from "zod";
import { nextRuns } from "#lib/next-runs.ts";

const LEAST_MINUTES = 5;
/** So many runs are looked at for the shortest pause between two. */
const LOOKED_AT = 50;

const isTimeZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** When a connector syncs by itself: five fields of cron, by the clocks of a time zone. */
export const SyncSchedule = z
  .strictObject({
    cron: z
      .string()
      .trim()
      .max(100)
      .regex(/^\S+(?: +\S+){4}$/, {
        error: "Five fields: minute, hour, day of the month, month, day of the week.",
        abort: true,
      })
      .describe("Five fields: minute, hour, day of the month, month, day of the week"),
    time_zone: z
      .string()
      .max(60)
      .refine(isTimeZone, { error: "A time zone such as Europe/London.", abort: true })
      .default("UTC")
      .describe("An IANA time zone such as Europe/London"),
  })
  .superRefine(({ cron, time_zone }, issues) => {
    const refuse = (message: string) => issues.addIssue({ code: "custom", path: ["cron"], message });
    const runs = nextRuns(cron, time_zone, new Date(), LOOKED_AT);
    if (runs === null) return refuse("This is no cron pattern. */15 * * * * is every 15 minutes.");
    if (runs.length === 0) return refuse("This pattern never comes.");
    const pauses = runs.slice(1).map((run, index) => run.getTime() - (runs[index]?.getTime() ?? 0));
    if (Math.min(...pauses) < LEAST_MINUTES * 60_000) refuse(`At most every ${LEAST_MINUTES} minutes.`);
  });
export type SyncSchedule = z.infer<typeof SyncSchedule>;
