import type { KeyType } from "#contract/credential.ts";
import type { Preset } from "#contract/preset.ts";
import type { Role } from "#contract/role.ts";
import { expandScopes, isReadScope, type Scope } from "#contract/scope.ts";
import { expiryOf } from "../../credentials/expiry-choice.ts";
import type { OfferedOperation } from "../../credentials/offered-operation.ts";

export type Prefill = {
  name: string;
  type: KeyType;
  preset: Preset;
  scopes: Scope[];
  /** Null: whoever creates it. */
  owner: OfferedOwner | null;
};

/** Whose key it can be: service accounts, with what their role leaves of what one may grant. */
export type OfferedOwner = {
  id: string;
  name: string;
  role: Role;
  grantable: readonly Scope[];
  presets: readonly { preset: Preset; scopes: readonly Scope[] }[];
};

export const ME = "me";

/** What the reader may put into a key here and now. */
export type KeyOffer = {
  grantable: readonly Scope[];
  presets: readonly { preset: Preset; scopes: readonly Scope[] }[];
  operations: readonly OfferedOperation[];
  role: Role;
  maxLifetimeDays: number | null;
  neverAllowed: boolean;
  maxRateLimit: number | null;
  /** Whether there are service accounts that keys can be made for. */
  hasAccounts: boolean;
};

/** The offer as it is for a key of that owner. */
export function offerFor(offer: KeyOffer, account: OfferedOwner | null): KeyOffer {
  return account ? { ...offer, role: account.role, grantable: account.grantable, presets: account.presets } : offer;
}

/** The fields of the form. Lists and numbers are typed as text; `expires_on` belongs to the choice "date". */
export type KeyFormValues = {
  name: string;
  type: KeyType;
  preset: Preset;
  scopes: Scope[];
  owner: string;
  expires_at: string;
  expires_on: string;
  allowed_ips: string;
  rate_limit: string;
  metadata: string;
};

/** One entry a line; commas part them as well, because that is how lists of addresses are passed around. */
export const linesOf = (text: string, separator = /[\n,]/): string[] =>
  text
    .split(separator)
    .map((line) => line.trim())
    .filter(Boolean);

/** `name=value`, one a line; a line without a sign is a name with nothing behind it. */
export const metadataOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    linesOf(text, /\n/).map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );

/** An empty text is no limit of its own; anything but digits is left for the schema to refuse. */
export const limitOf = (text: string): number | null =>
  text.trim() === "" ? null : Number(text.replace(/[\s,_]/g, ""));

/** The form as `CreateKeyInput`. */
export const toCreateInput = (values: KeyFormValues) => ({
  name: values.name,
  type: values.type,
  preset: values.preset,
  ...(values.preset === "custom" && { scopes: values.scopes }),
  expires_at: expiryOf(values),
  allowed_ips: linesOf(values.allowed_ips),
  rate_limit: limitOf(values.rate_limit),
  metadata: metadataOf(values.metadata),
  ...(values.owner !== ME && { service_account_id: values.owner }),
});

/** The scopes that the key will end up with. */
export function scopesOf(values: Pick<KeyFormValues, "type" | "preset" | "scopes">, offer: KeyOffer): Scope[] {
  const asked =
    values.preset === "custom"
      ? values.scopes
      : (offer.presets.find(({ preset }) => preset === values.preset)?.scopes ?? []);
  const all = expandScopes(asked);
  return values.type === "read_only" ? all.filter(isReadScope) : all;
}
