import type { CredentialKind, KeyType } from "#contract/credential.ts";
import type { OrganizationSettings } from "#contract/organization.ts";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { UserKind } from "#contract/user.ts";
import type { Bound } from "./sharing/bound.ts";

/** Through which credential a principal came. Only `core/credentials` and `core/sessions` make one. */
export type Via = {
  id: string;
  kind: CredentialKind;
  /** Of API keys only. */
  type: KeyType | null;
  name: string;
  hint: string;
  /** What was granted, before the owner's role of now is applied. */
  scopes: readonly Scope[];
  expiresAt: Date | null;
  /** Where it may be used from (empty: anywhere), and its requests an hour: what it makes may not exceed either. */
  allowedIps: readonly string[];
  hourlyLimit: number;
  /** Of sessions: when their holder last proved who they are. */
  authenticatedAt: Date | null;
};

export type OrganizationRole = { id: string; name: string; role: Role };

/** Who a request acts as, and what it may do right now. */
export type Principal = {
  orgId: string;
  orgName: string;
  settings: OrganizationSettings;
  /** A person, or a service account; its `email` is empty. `createdAt` as it is told: RFC 3339. */
  user: { id: string; kind: UserKind; name: string; email: string; createdAt: string };
  role: Role;
  /** Of a user's credential: every organization it may act in. Left out: this one only. */
  organizations?: readonly OrganizationRole[];
  /** Effective: granted scopes ∩ the owner's role now. */
  scopes: readonly Scope[];
  /** What this principal may put into a credential that it makes: never more than it has itself. */
  grantable: readonly Scope[];
  livemode: boolean;
  /** Why the organization's rules keep this person out of it until they did something about it; unset: they do not. */
  withheld?: string;
  via: Via;
  /** Of share links: the one resource that may be read, with its maker's rights of now. Unset: bound by rights alone. */
  bound?: Bound;
};
