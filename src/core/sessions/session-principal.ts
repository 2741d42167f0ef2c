import { hourlyLimits } from "#contract/credential.ts";
import { OrganizationSettings } from "#contract/organization.ts";
import { grantableScopes, type Role, scopesOfRole } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import type { Principal, Via } from "../principal.ts";

export type SessionRow = {
  session_id: string;
  livemode: boolean;
  expires_at: string | Date;
  authenticated_at: string | Date;
  org_id: string;
  org_name: string;
  settings: Partial<OrganizationSettings>;
  role: Role;
  user_id: string;
  user_name: string;
  user_email: string;
  user_created_at: string | Date;
  /** Why the organization's rules keep this person out; null: they do not. */
  withheld: string | null;
};

/** A session as the credential of a principal: all that the role allows, from anywhere. */
export const sessionVia = (
  id: string,
  scopes: readonly Scope[],
  expiresAt: Date | null,
  authenticatedAt: Date,
): Via => ({
  id,
  kind: "session",
  type: null,
  name: "Portal session",
  hint: "",
  scopes,
  expiresAt,
  allowedIps: [],
  hourlyLimit: hourlyLimits.session,
  authenticatedAt,
});

/** A person who is signed in, acting in the organization that the session is switched to. */
export function sessionPrincipal(row: SessionRow): Principal {
  const scopes = scopesOfRole[row.role];
  return {
    orgId: row.org_id,
    orgName: row.org_name,
    settings: OrganizationSettings.parse(row.settings),
    user: {
      id: row.user_id,
      kind: "person",
      name: row.user_name,
      email: row.user_email,
      createdAt: new Date(row.user_created_at).toISOString(),
    },
    role: row.role,
    scopes,
    grantable: grantableScopes(row.role),
    livemode: row.livemode,
    ...(row.withheld !== null && { withheld: row.withheld }),
    via: sessionVia(row.session_id, scopes, new Date(row.expires_at), new Date(row.authenticated_at)),
  };
}
