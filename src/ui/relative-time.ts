type Step = readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number, atLeast: number];
/** The coarse ones only once they are many: 89 days are not "2 months". */
const steps: readonly Step[] = [
  ["year", 31_557_600, 2],
  ["month", 2_629_800, 4],
  ["day", 86_400, 1],
  ["hour", 3_600, 1],
  ["minute", 60, 1],
];

// Never "tomorrow" or "next month": what is 30 hours away may be neither, and here it is a matter of deadlines.
const words = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "long" });

/** "3 minutes ago", "in 7 days", "just now"; both times in milliseconds since the epoch. Rounds towards now. */
export function relativeTime(time: number, now: number): string {
  const seconds = Math.trunc((time - now) / 1000);
  for (const [unit, size, atLeast] of steps) {
    const count = Math.trunc(seconds / size);
    if (Math.abs(count) >= atLeast) return words.format(count, unit);
  }
  return seconds > 5 ? "in a moment" : "just now";
}
