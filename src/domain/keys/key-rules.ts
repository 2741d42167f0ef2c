import { hourlyLimits } from "#contract/credential.ts";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import { requireGrantable } from "#core/authorize.ts";
import { requireGood } from "#core/policy/require-mintable.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { containsBlock } from "#lib/ip.ts";
import { judged, type KeyRow } from "./key-view.ts";

/** What a key is able to do beyond its scopes: the things that a credential could lend more of than it has. */
export type Reach = { expiresAt: Date | null; allowedIps: readonly string[]; rateLimit: number | null };

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

/** Refuses to give out a secret of a key, or to switch it on, while the organization's rules refuse its use. */
export const requireGoodKey = (principal: Principal, row: KeyRow): void => requireGood(principal, judged(row));

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Handing out a secret lends its owner's role as well, so that may not be a higher one. */
export function requireRank(principal: Principal, ownerRole: Role | null): void {
  if (ownerRole !== null && rank[ownerRole] > rank[principal.role])
    throw new Refusal("forbidden", `This key acts with the role ${ownerRole}, which is more than yours.`);
}
