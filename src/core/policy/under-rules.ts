import { type SQL, sql } from "drizzle-orm";
import type { UnderRules } from "#contract/credential.ts";
import type { OrganizationSettings } from "#contract/organization.ts";
import { credentials } from "#db/schema/credentials.ts";
import { type Judged, verdictOf } from "./verdict.ts";

/**
 * What an organization's rules leave of a credential of it, for whoever looks at it: the same verdict that its next
 * request would meet.
 */
export function underRules(credential: Judged, rules: OrganizationSettings): UnderRules {
  const { refusal, expiresAtMs } = verdictOf(credential, rules);
  const shortened = expiresAtMs < credential.expiresAtMs;
  return {
    effective_expires_at: Number.isFinite(expiresAtMs) ? new Date(expiresAtMs).toISOString() : null,
    rule:
      refusal !== null
        ? { effect: "refused", detail: refusal }
        : shortened
          ? { effect: "shortened", detail: lifetimeWords(rules.max_key_lifetime_days) }
          : null,
  };
}

export const lifetimeWords = (days: number | null): string =>
  `Credentials live at most ${days === 1 ? "1 day" : `${days} days`} in this organization.`;

/** The same expiry in a statement, to filter and to sort by. */
export const effectiveExpirySql = ({ max_key_lifetime_days: days }: OrganizationSettings): SQL<Date | null> =>
  days === null
    ? sql`${credentials.expiresAt}`
    : sql`least(${credentials.expiresAt}, ${credentials.createdAt} + ${days} * interval '24 hours')`;
