import { hourlyLimits } from "#contract/credential.ts";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import { requireGrantable } from "#core/authorize.ts";
import type { Principal } from "#core/principal.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { containsBlock } from "#lib/ip.ts";

const DAY_MS = 86_400_000;
const DEFAULT_LIFETIME_DAYS = 90;

/** What a key is able to do beyond its scopes: the things that a credential could lend more of than it has. */
export type Reach = { expiresAt: Date | null; allowedIps: readonly string[]; rateLimit: number | null };

/** The expiry that was asked for, or the proposed one, within the organization's rules and the caller's own life. */
export function decideExpiry(principal: Principal, asked: string | null | undefined, now: Date): Date | null {
  const { settings, via } = principal;
  const longest = Math.min(
    settings.max_key_lifetime_days === null
      ? Number.POSITIVE_INFINITY
      : now.getTime() + settings.max_key_lifetime_days * DAY_MS,
    via.kind === "session" ? Number.POSITIVE_INFINITY : (via.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY),
  );
  if (asked === undefined) return new Date(Math.min(now.getTime() + DEFAULT_LIFETIME_DAYS * DAY_MS, longest));
  if (asked === null) {
    if (!settings.never_expires_allowed || settings.max_key_lifetime_days !== null)
      throw new Refusal("policy_violation", "The organization wants every key to expire. Choose a date.");
    return null;
  }
  const expiresAt = new Date(asked);
  if (expiresAt <= now) throw invalidField("expires_at", "too_early", "The expiry must lie in the future.");
  if (
    settings.max_key_lifetime_days !== null &&
    expiresAt.getTime() > now.getTime() + settings.max_key_lifetime_days * DAY_MS
  )
    throw new Refusal(
      "policy_violation",
      `Keys live at most ${settings.max_key_lifetime_days} days in this organization.`,
    );
  return expiresAt;
}

/** Only owners and admins set a limit of its own on a key, up to the organization's, or take it off (null). */
export function requireOwnLimit(principal: Principal, rateLimit: number | null): void {
  if (principal.role !== "owner" && principal.role !== "admin")
    throw new Refusal("forbidden", "Only an owner or admin sets a limit of its own on a key.");
  const most = principal.settings.rate_limit;
  if (most !== null && rateLimit !== null && rateLimit > most)
    throw new Refusal("policy_violation", `The organization allows a key at most ${most} requests an hour.`);
}

/**
 * Nobody lends more than they have: what comes of the change may not have more scopes, live longer, be used from more
 * places or more often than the credential that makes it. A person in the portal is bound by scopes only.
 */
export function requireWithin(principal: Principal, scopes: readonly Scope[], reach: Reach): void {
  requireGrantable(principal, scopes);
  const { via } = principal;
  if (via.kind === "session") return;
  if (via.expiresAt && (reach.expiresAt === null || reach.expiresAt > via.expiresAt))
    throw new Refusal("forbidden", "A key cannot make one that outlives it.");
  if (via.allowedIps.length > 0) {
    const inside = (block: string) => via.allowedIps.some((allowed) => containsBlock(allowed, block));
    if (reach.allowedIps.length === 0 || !reach.allowedIps.every(inside))
      throw new Refusal("forbidden", "A key that is bound to addresses cannot make one for others.");
  }
  // A key without a limit of its own has the usual one, which is more than some have.
  const most = principal.settings.rate_limit ?? Number.POSITIVE_INFINITY;
  if (Math.min(reach.rateLimit ?? hourlyLimits.api_key, most) > via.hourlyLimit)
    throw new Refusal("forbidden", "A key cannot make one with a higher limit than its own.");
}

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Handing out a secret lends its owner's role as well, so that may not be a higher one. */
export function requireRank(principal: Principal, ownerRole: Role | null): void {
  if (ownerRole !== null && rank[ownerRole] > rank[principal.role])
    throw new Refusal("forbidden", `This key acts with the role ${ownerRole}, which is more than yours.`);
}
