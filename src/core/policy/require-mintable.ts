import type { CredentialKind, KeyType } from "#contract/credential.ts";
import { type Preset, presets } from "#contract/preset.ts";
import { grantableScopes } from "#contract/role.ts";
import { holdsScope, type Scope } from "#contract/scope.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { requireRecent } from "../sessions/recent.ts";
import { issuedKindOf, issuedKindWords, type Judged, verdictOf } from "./verdict.ts";

export type Minted = { kind: CredentialKind; type: KeyType; preset: Preset; scopes: readonly Scope[] };

/**
 * Refuses to make a credential that the organization's rules do not want: none at all while key creation is off, no kind
 * or preset that is not allowed, none with full access without a recent proof where that is asked for. Every way of
 * minting comes through here; `decideExpiry` sees to how long it lives.
 */
export function requireMintable(principal: Principal, minted: Minted, now: Date): void {
  const { settings } = principal;
  requireCreationOpen(principal);
  const issued = issuedKindOf(minted.kind, minted.type);
  if (issued && !settings.allowed_credentials.includes(issued))
    throw new Refusal("policy_violation", `The organization does not allow ${issuedKindWords[issued]}.`);
  // What a share link opens is said by what it shows, and no preset is chosen for it.
  if (minted.kind !== "share") requireGrant(principal, minted, now);
}

/** The part of `requireMintable` about what is granted: also for an existing credential that gains scopes. */
export function requireGrant(principal: Principal, { preset, scopes }: Pick<Minted, "preset" | "scopes">, now: Date) {
  const { settings, role } = principal;
  // Everything, chosen one by one, is full access by another name.
  const isAll = grantableScopes(role).every((scope) => holdsScope(scopes, scope));
  const named = preset === "custom" && isAll ? "full_access" : preset;
  for (const each of new Set([preset, named]))
    if (!settings.allowed_presets.includes(each))
      throw new Refusal("policy_violation", `The organization does not allow the preset "${presets[each].label}".`);
  if (named === "full_access" && settings.recent_authentication_for_full_access) requireRecent(principal, now);
}

/** Refuses while key creation is off: to make a credential, or to let one live longer than it was to. */
export function requireCreationOpen({ settings }: Principal): void {
  if (!settings.key_creation_enabled) throw new Refusal("key_creation_disabled");
}

/** Whether an expiry (null: never) was put off. */
export const livesLonger = (before: Date | null, after: Date | null): boolean =>
  before !== null && (after === null || after > before);

/** Refuses to hand out or switch on a credential that the rules would refuse at its first use. */
export function requireGood(principal: Principal, credential: Judged): void {
  const { refusal } = verdictOf(credential, principal.settings);
  if (refusal) throw new Refusal("policy_violation", refusal);
}
