import { lifetimeWords } from "../policy/under-rules.ts";
import type { Principal } from "../principal.ts";
import { invalidField, Refusal } from "../refusal.ts";

const DAY_MS = 86_400_000;
const DEFAULT_LIFETIME_DAYS = 90;

/**
 * The expiry of a key or token that was asked for, or the proposed one (undefined), within the organization's rules and the
 * caller's own life; null: never. A longest lifetime counts from the creation of the credential, so changing it later
 * wins nothing.
 */
export function decideExpiry(
  { settings, via }: Principal,
  asked: string | null | undefined,
  now: Date,
  createdAt: Date = now,
): Date | null {
  const days = settings.max_key_lifetime_days;
  const longest = days === null ? Number.POSITIVE_INFINITY : createdAt.getTime() + days * DAY_MS;
  const own = via.kind === "session" ? null : via.expiresAt;
  if (asked === undefined)
    return new Date(
      Math.min(now.getTime() + DEFAULT_LIFETIME_DAYS * DAY_MS, longest, own?.getTime() ?? Number.POSITIVE_INFINITY),
    );
  if (asked === null) {
    if (!settings.never_expires_allowed || days !== null)
      throw new Refusal("policy_violation", "The organization wants every credential to expire. Choose a date.");
    return null;
  }
  const expiresAt = new Date(asked);
  if (expiresAt <= now) throw invalidField("expires_at", "too_early", "The expiry must lie in the future.");
  if (expiresAt.getTime() > longest) throw new Refusal("policy_violation", lifetimeWords(days));
  return expiresAt;
}
