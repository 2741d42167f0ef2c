import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { hourlyLimits } from "#contract/credential.ts";
import { type Quota, QuotaInput, Quotas } from "#contract/usage.ts";
import { type LimitRule, quotaKeyOf } from "#core/limits/limit-keys.ts";
import { WINDOW_SECONDS } from "#core/limits/window.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { readLeft } from "./read-left.ts";
import { readShared } from "./read-shared.ts";
import { visibleCredential } from "./visible-credential.ts";

const RATE_MINUTES = 5;
const NEAREST = 5;
const MINUTE_MS = 60_000;

/** What credentials have used of their limit in the running window, and when they run out at the rate of now. */
export const readQuota = query(
  { name: "usage.quota", scope: "usage:read", input: QuotaInput, output: Quotas },
  async (ctx, { credential_id }) => {
    const { db, principal, runtime, now } = ctx;
    const nowMs = now.getTime();
    const windowMs = WINDOW_SECONDS * 1000;
    const windowStart = Math.floor(nowMs / windowMs) * windowMs;
    // The running minute is not over, so it counts only as far as it has come.
    const rateStart = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - RATE_MINUTES * MINUTE_MS;
    const from = new Date(Math.min(windowStart, rateStart)).toISOString();
    const recent = await db.execute<{ credential_id: string; recently: number }>(sql`
      select credential_id,
        coalesce(sum(requests) filter (where start >= ${new Date(rateStart).toISOString()}::timestamptz), 0)::float8 as recently
      from usage_minutes
      where org_id = ${principal.orgId} and start >= ${from}::timestamptz and status <> 429 and credential_id <> ''
        and (${credential_id ?? null}::text is null or credential_id = ${credential_id ?? null})
      group by 1 order by sum(requests) desc limit 200`);
    const rates = new Map(recent.map((row) => [row.credential_id, row.recently / ((nowMs - rateStart) / MINUTE_MS)]));

    const found = await db
      .select()
      .from(credentials)
      .where(
        and(
          visibleCredential(principal),
          inArray(credentials.id, credential_id === undefined ? [...rates.keys(), ""] : [credential_id]),
          credential_id === undefined ? isNull(credentials.revokedAt) : undefined,
          credential_id === undefined && principal.livemode ? sql`${credentials.type} <> 'test'` : undefined,
          credential_id === undefined && !principal.livemode ? eq(credentials.type, "test") : undefined,
        ),
      );
    if (credential_id !== undefined && found.length === 0)
      throw new Refusal("not_found", "There is no such credential.");

    const most = principal.settings.rate_limit ?? Number.POSITIVE_INFINITY;
    const quotas: Quota[] = [];
    for (const row of found) {
      const rule: LimitRule = {
        policy: "key",
        key: quotaKeyOf(row.id),
        limit: Math.min(row.rateLimit ?? hourlyLimits[row.kind], most),
      };
      const left = await readLeft(runtime.limiter, rule, rates.get(row.id) ?? 0, nowMs);
      quotas.push({ credential_id: row.id, name: row.name, hint: row.hint, ...left });
    }
    quotas.sort((a, b) => b.used / b.limit - a.used / a.limit || a.name.localeCompare(b.name));
    const ownerId = credential_id === undefined ? principal.user.id : found[0]?.ownerId;
    return {
      data: quotas.slice(0, NEAREST),
      shared: ownerId === undefined ? [] : await readShared(ctx, ownerId, rateStart),
    };
  },
);
