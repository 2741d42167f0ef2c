import type { Preset } from "#contract/preset.ts";
import { expandScopes, type Scope } from "#contract/scope.ts";
import type { AccessOffer } from "../../credentials/access-field.tsx";
import { expiryOf } from "../../credentials/expiry-choice.ts";
import type { ExpiryOffer } from "../../credentials/expiry-field.tsx";
import type { OfferedOperation } from "../../credentials/offered-operation.ts";
import type { TokenTab } from "../token-kinds.ts";

export type TokenOffer = AccessOffer & ExpiryOffer & { operations: readonly OfferedOperation[] };

export type TokenFormValues = {
  kind: TokenTab;
  name: string;
  preset: Preset;
  scopes: Scope[];
  expires_at: string;
  expires_on: string;
};

const YEAR_DAYS = 365;

/** A private token lives a year at the most, whatever the organization allows. */
export function expiryOfferOf(kind: TokenTab, offer: ExpiryOffer): ExpiryOffer {
  const { maxLifetimeDays, neverAllowed } = offer;
  if (kind === "personal") return { maxLifetimeDays, neverAllowed };
  if (maxLifetimeDays !== null && maxLifetimeDays < YEAR_DAYS) return { maxLifetimeDays, neverAllowed: false };
  return { maxLifetimeDays: YEAR_DAYS, neverAllowed: false, rule: "A private token lives a year at the most." };
}

/** The form as `CreateTokenInput` or `CreatePrivateTokenInput`. */
export const toTokenInput = (values: TokenFormValues) => ({
  name: values.name,
  preset: values.preset,
  ...(values.preset === "custom" && { scopes: values.scopes }),
  expires_at: expiryOf(values),
});

/** The scopes that the token will end up with. */
export const scopesOf = ({ preset, scopes }: Pick<TokenFormValues, "preset" | "scopes">, offer: AccessOffer): Scope[] =>
  expandScopes(preset === "custom" ? scopes : (offer.presets.find((each) => each.preset === preset)?.scopes ?? []));
