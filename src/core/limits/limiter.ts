import type { Count, LimitRule } from "./limit-keys.ts";
import { WINDOW_SECONDS, windowOf } from "./window.ts";

/**
 * Where a caller stands in the running window, by the strictest of its limits: `policy` says which. `resetAt` in epoch
 * seconds.
 */
export type Quota = {
  policy: LimitRule["policy"];
  allowed: boolean;
  limit: number;
  remaining: number;
  resetAt: number;
};

export type Limiter = {
  /**
   * Takes a request out of the window of every rule, or out of none if any of them is used up. Waits only while several
   * instances count together. A `cost` is given for what is not metered as a request of that credential: it takes so
   * many; 0 takes none and tells whether one more would pass.
   */
  take(rules: readonly LimitRule[], nowMs: number, cost?: number): Quota | Promise<Quota>;
  /** Where each rule stands, without taking. */
  peek(rules: readonly LimitRule[], nowMs: number): Promise<Quota[]>;
  /**
   * Takes a request of a client address that has no good credential or needs none. Each instance counts these by itself,
   * so that a stranger costs no statement.
   */
  takeByAddress(key: string, limit: number, nowMs: number, cost?: number): Quota;
  /** Another instance may have come or gone. */
  onInstancesChanged(): void;
  stop(): Promise<void>;
};

/** The quota of whichever rule has the least left, of equals the first; `counts` in the order of the rules. */
export function strictest(
  rules: readonly LimitRule[],
  counts: readonly Count[],
  allowed: boolean,
  window: number,
): Quota {
  let at = 0;
  let remaining = Number.POSITIVE_INFINITY;
  for (let index = 0; index < rules.length; index += 1) {
    const left = (rules[index] as LimitRule).limit - (counts[index] as Count).used;
    if (left < remaining) {
      at = index;
      remaining = left;
    }
  }
  const { policy, limit } = rules[at] as LimitRule;
  return { policy, allowed, limit, remaining: Math.max(0, remaining), resetAt: (window + 1) * WINDOW_SECONDS };
}

/** A limit of which nothing has been used. */
export const untouched = (limit: number, nowMs: number): Quota => ({
  policy: "key",
  allowed: true,
  limit,
  remaining: limit,
  resetAt: (windowOf(nowMs) + 1) * WINDOW_SECONDS,
});
