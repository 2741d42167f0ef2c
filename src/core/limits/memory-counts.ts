import type { Count, LimitRule } from "./limit-keys.ts";
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

/** Each set of counts in the process has another one, so that a rule never counts in what was dropped. */
let generations = 0;

/**
 * Counts requests in windows of one clock hour. Exact: taking is one synchronous step. The counts of a window are dropped
 * whole when the next begins, so memory holds one number for each caller of the hour.
 */
export function memoryCounts(): Counts {
  let window = 0;
  let counts = new Map<string, Count>();
  let generation = 0;

  const drop = () => {
    counts = new Map();
    generation = ++generations;
  };
  const enter = (nowMs: number) => {
    const current = windowOf(nowMs);
    // A request that waited over the edge counts in the window that has begun.
    if (current === window || current === window - 1) return;
    window = current;
    drop();
  };

  const countOf = (key: string): Count => {
    const known = counts.get(key);
    if (known) return known;
    const count = { used: 0 };
    counts.set(key, count);
    return count;
  };
  const placeOf = (rule: LimitRule): Count => {
    if (rule.place?.generation !== generation) rule.place = { generation, count: countOf(rule.key) };
    return rule.place.count;
  };

  return {
    take(rules, nowMs, cost) {
      enter(nowMs);
      const touched: Count[] = [];
      let allowed = true;
      for (const rule of rules) {
        const count = placeOf(rule);
        touched.push(count);
        if (count.used + Math.max(1, cost) > rule.limit) allowed = false;
      }
      if (allowed) for (const count of touched) count.used += cost;
      return strictest(rules, touched, allowed, window);
    },
    used(key, nowMs) {
      enter(nowMs);
      return counts.get(key)?.used ?? 0;
    },
    restore(key, requests, nowMs) {
      enter(nowMs);
      const count = countOf(key);
      count.used = Math.max(requests, count.used);
    },
    all(nowMs) {
      enter(nowMs);
      return [...counts].map(([key, { used }]) => [key, used]);
    },
    clear: drop,
    size: () => counts.size,
  };
}
