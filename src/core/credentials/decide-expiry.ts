import type { Principal } from "../principal.ts";
import { invalidField, Refusal } from "../refusal.ts";

const DAY_MS = 86_400_000;
const DEFAULT_LIFETIME_DAYS = 90;

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
      throw new Refusal("policy_violation", "The organization wants every credential to expire. Choose a date.");
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
      `Credentials live at most ${settings.max_key_lifetime_days} days in this organization.`,
    );
  return expiresAt;
}
