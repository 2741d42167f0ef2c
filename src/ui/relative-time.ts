const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** "3 minutes ago", "in 7 days", "just now"; both times in milliseconds since the epoch. Rounds towards now. */
export function relativeTime(time: number, now: number): string {
  const seconds = Math.trunc((time - now) / 1000);
  for (const [unit, size] of steps) {
    const count = Math.trunc(seconds / size);
    if (count !== 0) return words.format(count, unit);
  }
  return seconds > 5 ? "in a moment" : "just now";
}
