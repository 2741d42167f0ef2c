import { Cron } from "croner";

/**
 * The next `count` times of a cron pattern of five fields after `after`, as the clocks of that time zone have it. Fewer
 * if there are no more; null if pattern or zone are none. An hour that the clocks skip is made up for right after it.
 */
export function nextRuns(pattern: string, timeZone: string, after: Date, count: number): Date[] | null {
  try {
    return new Cron(pattern, { timezone: timeZone, mode: "5-part", paused: true }).nextRuns(count, after);
  } catch {
    return null;
  }
}
