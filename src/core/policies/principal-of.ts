import { and, eq, isNull } from "drizzle-orm";
import { hourlyLimits } from "#contract/credential.ts";
import { grantableScopes, scopesOfRole } from "#contract/role.ts";
import { intersectScopes } from "#contract/scope.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { sessionVia } from "../sessions/session-principal.ts";

/**
 * A member, a service account or an API key of `viewer`'s organization as it would be if it called now, for asking what
 * it sees. `not_found` for whatever is not there. It must never be what a request acts as.
 */
export async function principalOf(db: Db, viewer: Principal, id: string): Promise<Principal> {
  const key = id.startsWith("key_") ? await findKey(db, viewer.orgId, id) : null;
  const [owner] = await db
    .select({ user: users, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, viewer.orgId), eq(memberships.userId, key?.ownerId ?? id)));
  if (!owner) throw new Refusal("not_found", "There is no such member, service account or key.");
  const { user, role } = owner;
  const scopes = key ? intersectScopes(key.scopes, scopesOfRole[role]) : scopesOfRole[role];
  return {
    orgId: viewer.orgId,
    orgName: viewer.orgName,
    settings: viewer.settings,
    user: {
      id: user.id,
      kind: user.kind,
      name: user.name,
      email: user.email ?? "",
      createdAt: user.createdAt.toISOString(),
    },
    role,
    scopes,
    grantable: intersectScopes(scopes, grantableScopes(role)),
    livemode: key ? key.type !== "test" : viewer.livemode,
    via: key
      ? {
          id: key.id,
          kind: "api_key",
          type: key.type,
          name: key.name,
          hint: key.hint,
          scopes: key.scopes,
          expiresAt: key.expiresAt,
          allowedIps: key.allowedIps,
          hourlyLimit: key.rateLimit ?? hourlyLimits.api_key,
          authenticatedAt: null,
        }
      : sessionVia("", scopes, null, user.createdAt),
  };
}

async function findKey(db: Db, orgId: string, id: string) {
  const [key] = await db
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.orgId, orgId),
        eq(credentials.kind, "api_key"),
        eq(credentials.id, id),
        isNull(credentials.revokedAt),
      ),
    );
  if (!key) throw new Refusal("not_found", "There is no such member, service account or key.");
  return key;
}
