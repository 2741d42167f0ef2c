import type { Quota } from "./limiter.ts";
import { WINDOW_SECONDS } from "./window.ts";

/** Appends the fields that tell a caller where it stands, names and values in turn, as `writeHead` takes them fastest. */
export function addQuotaHeaders(
  list: string[],
  { limit, remaining, resetAt }: Quota,
  policy: string,
  timeMs: number,
): void {
  const wait = Math.max(0, resetAt - Math.floor(timeMs / 1000));
  list.push(
    "X-RateLimit-Limit",
    `${limit}`,
    "X-RateLimit-Remaining",
    `${remaining}`,
    "X-RateLimit-Reset",
    `${resetAt}`,
    "RateLimit-Policy",
    `"${policy}";q=${limit};w=${WINDOW_SECONDS}`,
    "RateLimit",
    `"${policy}";r=${remaining};t=${wait}`,
  );
}
