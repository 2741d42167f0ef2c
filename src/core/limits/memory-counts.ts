import type { LimitRule } from "./limit-keys.ts";
import { type Quota, strictest } from "./limiter.ts";
import { windowOf } from "./window.ts";

/** Requests of one window by what they count against, in this process. */
export type Counts = {
  take(rules: readonly LimitRule[], nowMs: number, cost: number): Quota;
  used(key: string, nowMs: number): number;
  /** Says that so many requests were made under that key, unless it knows of more. */
  restore(key: string, requests: number, nowMs: number): void;
  /** Every count of the window of that moment. */
  all(nowMs: number): [key: string, used: number][];
  clear(): void;
  size(): number;
};

/**
 * Counts requests in windows of one clock hour. Exact: taking is one synchronous step. The counts of a window are dropped
 * whole when the next begins, so memory holds one number for each caller of the hour.
 */
export function memoryCounts(): Counts {
  let window = 0;
  let counts = new Map<string, number>();

  const enter = (nowMs: number) => {
    const current = windowOf(nowMs);
    // A request that waited over the edge counts in the window that has begun.
    if (current === window || current === window - 1) return;
    window = current;
    counts = new Map();
  };

  return {
    take(rules, nowMs, cost) {
      enter(nowMs);
      const used: number[] = [];
      let allowed = true;
      for (const { key, limit } of rules) {
        const count = counts.get(key) ?? 0;
        used.push(count);
        if (count + Math.max(1, cost) > limit) allowed = false;
      }
      if (allowed && cost > 0)
        for (let index = 0; index < used.length; index += 1) {
          const count = (used[index] as number) + cost;
          used[index] = count;
          counts.set((rules[index] as LimitRule).key, count);
        }
      return strictest(rules, used, allowed, window);
    },
    used(key, nowMs) {
      enter(nowMs);
      return counts.get(key) ?? 0;
    },
    restore(key, requests, nowMs) {
      enter(nowMs);
      counts.set(key, Math.max(requests, counts.get(key) ?? 0));
    },
    all(nowMs) {
      enter(nowMs);
      return [...counts];
    },
    clear: () => counts.clear(),
    size: () => counts.size,
  };
}
