import type { UsageInput } from "#contract/usage.ts";
import { invalidField } from "#core/refusal.ts";

export type Interval = NonNullable<UsageInput["interval"]>;

/** Whole intervals from `fromMs` up to, not including, `toMs` (epoch milliseconds). */
export type UsageRange = {
  fromMs: number;
  toMs: number;
  interval: Interval;
  stepMs: number;
  steps: number;
  /** Before that, nothing is kept in so small intervals. */
  keptFromMs: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const stepMsOf: Record<Interval, number> = { minute: 60_000, hour: HOUR_MS, day: DAY_MS };

/** The sweep leaves three days of minutes; one hour less, so that none is missing while it runs. */
const MINUTES_KEPT_MS = 71 * HOUR_MS;
const MAX_STEPS = 2000;
const LAST_MS = Date.UTC(9990, 0);

/** The range that was asked for, widened to whole intervals, or a refusal that says what would be possible. */
export function decideRange(input: Pick<UsageInput, "from" | "to" | "interval">, now: Date): UsageRange {
  const asked = {
    from: input.from === undefined ? undefined : Date.parse(input.from),
    to: input.to === undefined ? now.getTime() : Date.parse(input.to),
  };
  const askedFrom = asked.from ?? asked.to - DAY_MS;
  if (askedFrom >= asked.to) throw invalidField("from", "not_before_to", "from must lie before to.");
  if (askedFrom < 0 || asked.to > LAST_MS) throw invalidField("from", "out_of_range", "A date between 1970 and 9989.");

  const minutesFromMs = now.getTime() - MINUTES_KEPT_MS;
  const hasMinutes = askedFrom >= minutesFromMs;
  const interval = input.interval ?? intervalFor(asked.to - askedFrom, hasMinutes);
  if (interval === "minute" && !hasMinutes)
    throw invalidField("interval", "not_kept", "Minutes are kept for three days. Ask for hours or days.");

  const stepMs = stepMsOf[interval];
  const toMs = Math.ceil(asked.to / stepMs) * stepMs;
  const fromMs = asked.from === undefined ? toMs - DAY_MS : Math.floor(asked.from / stepMs) * stepMs;
  const steps = (toMs - fromMs) / stepMs;
  if (steps > MAX_STEPS)
    throw invalidField(
      "interval",
      "too_many_intervals",
      `That is ${steps} intervals; at most ${MAX_STEPS} are answered at once.`,
    );
  return { fromMs, toMs, interval, stepMs, steps, keptFromMs: interval === "minute" ? minutesFromMs : 0 };
}

function intervalFor(lengthMs: number, hasMinutes: boolean): Interval {
  if (lengthMs <= 6 * HOUR_MS && hasMinutes) return "minute";
  return lengthMs <= 7 * DAY_MS ? "hour" : "day";
}

/** The range before it, of the same length; null: its minutes are no longer kept. */
export function rangeBefore(range: UsageRange): UsageRange | null {
  const fromMs = range.fromMs - (range.toMs - range.fromMs);
  return fromMs < range.keptFromMs ? null : { ...range, fromMs, toMs: range.fromMs };
}
