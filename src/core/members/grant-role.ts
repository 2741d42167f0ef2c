import { isAtLeast, type Role, scopesOfRole } from "#contract/role.ts";
import { requireGrantable } from "../authorize.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";

/**
 * Refuses unless the principal may make somebody a `role` who was `before` (null: nothing yet). Nobody grants more than
 * they are, and a credential no scope that it does not have. Owners are made in the portal only: what they may do
 * beyond admins is open to no credential.
 */
export function requireGrantableRole(principal: Principal, role: Role, before: Role | null = null): void {
  requireLive(principal);
  if (!isAtLeast(principal.role, role))
    throw new Refusal("forbidden", `You are ${principal.role}: you cannot make anybody ${role}.`);
  if (role === before) return;
  if (role === "owner" && principal.via.kind !== "session")
    throw new Refusal("forbidden", "Owners are made in the portal only.");
  const had = before === null ? [] : scopesOfRole[before];
  const gained = scopesOfRole[role].filter((scope) => !had.includes(scope));
  if (principal.via.kind !== "session") requireGrantable(principal, gained);
}

/** Refuses whoever would change somebody above themselves. */
export function requireAuthorityOver(principal: Principal, role: Role): void {
  requireLive(principal);
  if (!isAtLeast(principal.role, role))
    throw new Refusal("forbidden", `Only an ${role} changes what belongs to an ${role}.`);
}

/** People and accounts are the organization's itself: a test credential changes test objects only. */
export function requireLive({ via, livemode }: Principal): void {
  if (via.kind !== "session" && !livemode)
    throw new Refusal("forbidden", "A test key changes nothing but test objects.");
}
