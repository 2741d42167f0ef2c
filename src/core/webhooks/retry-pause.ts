export const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

const FIRST_MS = 5000;
const LONGEST_MS = 12 * 3_600_000;

/**
 * How long to wait after the nth failed attempt, in ms; null: not any more. 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h,
 * then every 12 h, until three days have passed. Up to a tenth is added by chance, so that what failed together does not
 * come back together.
 */
export function retryPause(failures: number, sinceMs: number, chance: number): number | null {
  const pause = Math.min(LONGEST_MS, FIRST_MS * 4 ** (failures - 1)) * (1 + chance / 10);
  return sinceMs + pause > GIVE_UP_AFTER_MS ? null : Math.round(pause);
}
