import { holdsScope } from "#contract/scope.ts";
import type { Principal } from "#core/principal.ts";
import type { ExpiryOffer } from "../credentials/expiry-field.tsx";

const YEAR_DAYS = 365;

/** What the reader may share with, for the dialog; null: they may not share, or nobody may. */
export function sharingOffer({ scopes, settings }: Pick<Principal, "scopes" | "settings">): ExpiryOffer | null {
  const { key_creation_enabled, allowed_credentials, max_key_lifetime_days: days } = settings;
  if (!holdsScope(scopes, "sharing:write") || !key_creation_enabled || !allowed_credentials.includes("share"))
    return null;
  return {
    maxLifetimeDays: Math.min(days ?? YEAR_DAYS, YEAR_DAYS),
    neverAllowed: false,
    ...(days === null && { rule: "A link lives at most a year." }),
  };
}
