import type { OrganizationSettings } from "#contract/organization.ts";

/** What pages of other origins may send, may read of an answer, and for how many seconds they remember being told. */
export const METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
export const REQUEST_HEADERS =
  "Authorization, Content-Type, X-API-Key, X-Tenant-ID, X-Share-Token, X-Share-Passcode, Idempotency-Key, If-Match, If-None-Match, X-Request-Id";
export const EXPOSED_HEADERS =
  "X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, RateLimit-Policy, RateLimit, Retry-After, ETag, WWW-Authenticate";
export const MAX_AGE = "86400";

/**
 * The headers of an answer to a preflight (Fetch standard, CORS protocol), as a flat list of names and values. It carries
 * no credential, so it is told to a page that any organization allows. Cookies are never allowed, nor are all origins.
 */
export const preflightHeaders = (origin: string, allowed: boolean): string[] => [
  "Vary",
  "Origin",
  ...(allowed
    ? [
        "Access-Control-Allow-Origin",
        origin,
        "Access-Control-Allow-Methods",
        METHODS,
        "Access-Control-Allow-Headers",
        REQUEST_HEADERS,
        "Access-Control-Max-Age",
        MAX_AGE,
      ]
    : []),
];

/** Whether pages of that origin may read answers to this organization's credentials. */
export const allowsOrigin = ({ allowed_origins }: OrganizationSettings, origin: string): boolean =>
  allowed_origins.includes(origin);

/** The headers of any other answer that such a page may read. */
export const readableHeaders = (origin: string): string[] => [
  "Access-Control-Allow-Origin",
  origin,
  "Access-Control-Expose-Headers",
  EXPOSED_HEADERS,
];
