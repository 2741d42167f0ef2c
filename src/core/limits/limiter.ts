export const WINDOW_SECONDS = 3600;

/** Where a caller stands in the running window. `resetAt` in epoch seconds. */
export type Quota = { allowed: boolean; limit: number; remaining: number; resetAt: number };

export type Limiter = {
  /** Takes one request out of the window of `key`, unless `limit` is used up. */
  take(key: string, limit: number, nowMs: number): Quota;
  /** Where `key` stands, without taking. */
  peek(key: string, limit: number, nowMs: number): Quota;
  /** Adds requests that were made before a restart. */
  restore(key: string, requests: number, nowMs: number): void;
  size(): number;
};

const windowOf = (nowMs: number) => Math.floor(nowMs / 1000 / WINDOW_SECONDS);

/**
 * Counts requests in windows of one clock hour, in this process. Exact: taking is one synchronous step. The counts of a
 * window are dropped whole when the next begins, so memory holds one number for each caller of the hour.
 */
export function memoryLimiter(): Limiter {
  let window = 0;
  let used = new Map<string, number>();

  const enter = (nowMs: number) => {
    const current = windowOf(nowMs);
    if (current !== window) {
      window = current;
      used = new Map();
    }
  };
  const quota = (allowed: boolean, limit: number, count: number): Quota => ({
    allowed,
    limit,
    remaining: Math.max(0, limit - count),
    resetAt: (window + 1) * WINDOW_SECONDS,
  });

  return {
    take(key, limit, nowMs) {
      enter(nowMs);
      const count = used.get(key) ?? 0;
      if (count >= limit) return quota(false, limit, count);
      used.set(key, count + 1);
      return quota(true, limit, count + 1);
    },
    peek(key, limit, nowMs) {
      enter(nowMs);
      const count = used.get(key) ?? 0;
      return quota(count < limit, limit, count);
    },
    restore(key, requests, nowMs) {
      enter(nowMs);
      used.set(key, (used.get(key) ?? 0) + requests);
    },
    size: () => used.size,
  };
}
