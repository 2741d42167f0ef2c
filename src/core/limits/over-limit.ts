import { Refusal } from "../refusal.ts";
import type { Quota } from "./limiter.ts";

/** What a caller is told whose limit is used up. */
export const overLimit = ({ limit, resetAt }: Quota, timeMs: number): Refusal =>
  new Refusal("rate_limit_exceeded", undefined, {
    limit,
    reset_at: resetAt,
    retry_after: Math.max(1, resetAt - Math.floor(timeMs / 1000)),
  });
