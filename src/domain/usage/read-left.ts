import type { Left } from "#contract/usage.ts";
import type { LimitRule } from "#core/limits/limit-keys.ts";
import type { Limiter } from "#core/limits/limiter.ts";

const MINUTE_MS = 60_000;

/** What is left of a limit in the running window, and when nothing will be, at `perMinute` requests a minute. */
export async function readLeft(limiter: Limiter, rule: LimitRule, perMinute: number, nowMs: number): Promise<Left> {
  const [quota] = await limiter.peek([rule], nowMs);
  const { limit, remaining, resetAt } = quota ?? { limit: rule.limit, remaining: 0, resetAt: 0 };
  const outMs = remaining === 0 ? nowMs : nowMs + (remaining / perMinute) * MINUTE_MS;
  return {
    limit,
    used: limit - remaining,
    remaining,
    reset_at: resetAt,
    requests_per_minute: Math.round(perMinute * 10) / 10,
    runs_out_at: outMs < resetAt * 1000 ? new Date(outMs).toISOString() : null,
  };
}
