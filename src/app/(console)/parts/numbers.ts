const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 12,345 */
export const count = (value: number): string => whole.format(value);

/** 12.3K, for axes. */
export const shortCount = (value: number): string => short.format(value);

/** "1 row", "2 rows" */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

const upToOne = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const upToTwo = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** 3.6, for averages. */
export const rate = (value: number): string => upToOne.format(value);

/** 0.8%, with another digit where it is very small. `share` is from 0 to 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${(value < 0.1 ? upToTwo : upToOne).format(value)}%`;
}

/** 0.42 ms, 8.1 ms, 120 ms, 1.42 s */
export function duration(ms: number | null): string {
  if (ms === null) return "–";
  if (ms >= 1000) return `${upToTwo.format(ms / 1000)} s`;
  return `${(ms < 1 ? upToTwo : ms < 100 ? upToOne : whole).format(ms)} ms`;
}

const units = ["B", "KiB", "MiB", "GiB"] as const;

/** 1.5 MiB */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
