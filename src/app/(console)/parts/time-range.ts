import { parseAsIsoDateTime, parseAsStringLiteral } from "nuqs/server";

const rangeNames = ["1h", "24h", "7d", "30d", "custom"] as const;
export type RangeName = (typeof rangeNames)[number];

const HOUR = 3_600_000;
const lengths: Record<Exclude<RangeName, "custom">, number> = {
  "1h": HOUR,
  "24h": 24 * HOUR,
  "7d": 7 * 24 * HOUR,
  "30d": 30 * 24 * HOUR,
};

/** How a range stands in the URL: by name, or `range=custom` with two times. */
export const rangeParsers = {
  range: parseAsStringLiteral(rangeNames),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
};

export type RangeSearch = { range: RangeName | null; from: Date | null; to: Date | null };

/** Two times for a range, as of `now` (epoch milliseconds). A custom one that makes no sense becomes `fallback`. */
export function rangeTimes(
  { range, from, to }: RangeSearch,
  fallback: Exclude<RangeName, "custom">,
  now: number,
): { range: RangeName; from: string; to: string } {
  if (range === "custom" && from && to && from < to) return { range, from: from.toISOString(), to: to.toISOString() };
  const name = range === null || range === "custom" ? fallback : range;
  return { range: name, from: new Date(now - lengths[name]).toISOString(), to: new Date(now).toISOString() };
}

/** The end of the running minute: what is asked with it stays the same question for a minute. */
export const thisMinute = (now: number): number => Math.ceil(now / 60_000) * 60_000;
