import { type CredentialKind, hourlyLimits, type KeyType } from "#contract/credential.ts";
import { OrganizationSettings } from "#contract/organization.ts";
import { grantableScopes, type Role, scopesOfRole } from "#contract/role.ts";
import { intersectScopes, isReadScope, type Scope } from "#contract/scope.ts";
import type { SharedType } from "#contract/share-link.ts";
import type { UserKind } from "#contract/user.ts";
import { ipMatcher } from "#lib/ip.ts";
import { type LimitRule, limitsOf } from "../limits/limit-keys.ts";
import { verdictOf } from "../policy/verdict.ts";
import type { OrganizationRole, Principal } from "../principal.ts";
import type { AccessToken } from "../tokens/access-token.ts";
import type { Cacheable } from "./cache.ts";

/** A point in time as the driver gives it to plain statements: text, once drizzle shares the pool. */
type Instant = string | Date;
const msOf = (time: Instant | null) => (time === null ? null : new Date(time).getTime());

/** What `resolve_credential()` gives. */
export type CredentialRow = {
  credential_id: string;
  kind: CredentialKind;
  type: KeyType;
  name: string;
  hint: string;
  scopes: Scope[];
  allowed_ips: string[];
  rate_limit: number | null;
  created_at: Instant;
  expires_at: Instant | null;
  disabled_at: Instant | null;
  revoked_at: Instant | null;
  secret_expires_at: Instant | null;
  rotated_at: Instant | null;
  /** Of sessions: when their holder last proved who they are. */
  authenticated_at: Instant | null;
  /** It belongs to a user, and acts in whichever organization of theirs is asked for. */
  user_bound: boolean;
  /** Empty: its owner is a member of no organization. */
  org_id: string;
  org_name: string;
  settings: Partial<OrganizationSettings>;
  user_id: string;
  user_kind: UserKind;
  user_name: string;
  user_email: string | null;
  user_created_at: Instant;
  user_disabled_at: Instant | null;
  role: Role | null;
  owner_has_second_factor: boolean;
  /** Where its owner is a member, if it belongs to a user. */
  organizations: OrganizationRole[] | null;
  /** Of share links. */
  share: ShareRow | null;
};
type ShareRow = { resource_type: SharedType; resource_id: string; passcode_hash: string | null; used_up: boolean };

/** A known secret as it is cached: everything that a request needs to be let in or refused, and no secret. */
export type CredentialRecord = Cacheable & {
  kind: CredentialKind;
  hourlyLimit: number;
  disabled: boolean;
  revoked: boolean;
  ownerActive: boolean;
  /** Why the organization's rules refuse it; null: they do not. */
  policyRefusal: string | null;
  /** What each of its requests counts against: itself, its owner, the organization. */
  limits: readonly LimitRule[];
  issuedAtMs: number;
  /** Epoch milliseconds; Infinity: never. */
  expiresAtMs: number;
  secretExpiresAtMs: number;
  rotatedAtMs: number | null;
  isAllowedIp: ((ip: string) => boolean) | null;
  /** Of share links: whether all its views are taken, and what its passcode is compared with (null: it has none). */
  share: { usedUp: boolean; passcodeHash: string | null } | null;
  principal: Principal;
};

/**
 * Works out the effective authority once, when the record is read, so that a request only compares. `token` is the
 * signed token by which it was presented: a session has no scopes of its own, a token never more than it says, and it
 * dies by itself.
 */
export function credentialRecord(row: CredentialRow, token?: AccessToken): CredentialRecord {
  const role = row.role ?? "viewer";
  const settings = OrganizationSettings.parse(row.settings);
  const readOnly = row.type === "read_only";
  const held = row.kind === "session" ? (token?.scopes ?? scopesOfRole[role]) : row.scopes;
  const granted = readOnly ? held.filter(isReadScope) : held;
  const verdict = verdictOf(
    {
      kind: row.kind,
      type: row.type,
      createdAtMs: new Date(row.created_at).getTime(),
      expiresAtMs: msOf(row.expires_at) ?? Number.POSITIVE_INFINITY,
      ownerKind: row.user_kind,
      ownerHasSecondFactor: row.owner_has_second_factor,
    },
    settings,
  );
  const endsMs = Math.min(verdict.expiresAtMs, token?.expiresAtMs ?? Number.POSITIVE_INFINITY);
  const scopes = intersectScopes(granted, scopesOfRole[role]);
  const hourlyLimit = Math.min(
    row.rate_limit ?? hourlyLimits[row.kind],
    settings.rate_limit ?? Number.POSITIVE_INFINITY,
  );
  return {
    credentialId: row.credential_id,
    userId: row.user_id,
    orgId: row.org_id,
    kind: row.kind,
    hourlyLimit,
    disabled: row.disabled_at !== null,
    // A token without anything to show is as good as ended.
    revoked: row.revoked_at !== null || (row.kind === "share" && row.share === null),
    ownerActive: row.role !== null && row.user_disabled_at === null && maySpeakFor(row.kind, row.role),
    policyRefusal: verdict.refusal,
    limits: limitsOf({
      credentialId: row.credential_id,
      userId: row.user_id,
      orgId: row.org_id,
      hourlyLimit,
      settings,
    }),
    issuedAtMs: token?.issuedAtMs ?? new Date(row.created_at).getTime(),
    expiresAtMs: endsMs,
    secretExpiresAtMs: msOf(row.secret_expires_at) ?? Number.POSITIVE_INFINITY,
    rotatedAtMs: msOf(row.rotated_at),
    isAllowedIp: matcherOf(row.allowed_ips, settings.allowed_ips),
    share: row.share && { usedUp: row.share.used_up, passcodeHash: row.share.passcode_hash },
    principal: {
      orgId: row.org_id,
      orgName: row.org_name,
      settings,
      user: {
        id: row.user_id,
        kind: row.user_kind,
        name: row.user_name,
        email: row.user_email ?? "",
        createdAt: new Date(row.user_created_at).toISOString(),
      },
      role,
      ...(row.organizations && { organizations: row.organizations }),
      scopes,
      grantable: row.kind === "share" ? [] : intersectScopes(scopes, grantableScopes(role)),
      livemode: row.type !== "test",
      ...(row.share && {
        bound: { linkId: row.credential_id, type: row.share.resource_type, id: row.share.resource_id, visiting: false },
      }),
      via: {
        id: row.credential_id,
        kind: row.kind,
        type: row.kind === "api_key" ? row.type : null,
        name: row.name,
        hint: row.hint,
        scopes: held,
        expiresAt: Number.isFinite(endsMs) ? new Date(endsMs) : null,
        allowedIps: row.allowed_ips,
        hourlyLimit,
        authenticatedAt: row.authenticated_at === null ? null : new Date(row.authenticated_at),
      },
    },
  };
}

/** Whoever makes a share link speaks for it: it ends while their role does not let them share. */
const maySpeakFor = (kind: CredentialKind, role: Role): boolean =>
  kind !== "share" || scopesOfRole[role].includes("sharing:write");

/** An address must lie in both lists, its own and the organization's; an empty one allows any. */
function matcherOf(own: readonly string[], organization: readonly string[]): ((ip: string) => boolean) | null {
  const isOwn = own.length > 0 ? ipMatcher(own) : null;
  const isOrganizations = organization.length > 0 ? ipMatcher(organization) : null;
  if (isOwn && isOrganizations) return (ip) => isOwn(ip) && isOrganizations(ip);
  return isOwn ?? isOrganizations;
}
