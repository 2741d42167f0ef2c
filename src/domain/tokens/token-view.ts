import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { scopesOfRole } from "#contract/role.ts";
import { intersectScopes } from "#contract/scope.ts";
import type { Token, TokenStatus } from "#contract/token.ts";
import { ownOnly } from "#core/authorize.ts";
import { effectiveExpirySql, underRules } from "#core/policy/under-rules.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { credentialActivity, credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** Two kinds, one manner: those of a user, which work wherever they are a member, and those of one organization. */
export type TokenKind = "personal_access_token" | "private_token";

/** What the audit log and the alerts call each. */
export const nounOf = { personal_access_token: "token", private_token: "private_token" } as const;

/** The tokens that a principal may see: personal ones its own; private ones as keys, everybody's if its role says so. */
function visibleTokens(principal: Principal, kind: TokenKind): SQL | undefined {
  const mine = eq(credentials.ownerId, principal.user.id);
  if (kind === "personal_access_token") return and(isNull(credentials.orgId), eq(credentials.kind, kind), mine);
  const everybody = ownOnly(principal) === null;
  return and(eq(credentials.orgId, principal.orgId), eq(credentials.kind, kind), everybody ? undefined : mine);
}

/** By the database's clock, in the order in which a caller is refused. */
export const statusSql = ({ settings }: Principal) => sql<TokenStatus>`case
  when ${credentials.revokedAt} is not null then 'revoked'
  when ${effectiveExpirySql(settings)} <= clock_timestamp() then 'expired'
  else 'active' end`;

/** The tokens that a principal may see, with whatever else is wanted of them. */
export const selectTokens = (db: Db, principal: Principal, kind: TokenKind, ...more: (SQL | undefined)[]) =>
  db
    .select({
      token: credentials,
      status: statusSql(principal),
      owner: { id: users.id, name: users.name, kind: users.kind },
      hasSecondFactor: sql<boolean>`user_has_second_factor(${users.id})`,
      role: memberships.role,
      activity: credentialActivity,
    })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.ownerId))
    .leftJoin(memberships, and(eq(memberships.orgId, principal.orgId), eq(memberships.userId, credentials.ownerId)))
    .leftJoin(credentialActivity, eq(credentialActivity.credentialId, credentials.id))
    .where(and(visibleTokens(principal, kind), ...more));
export type TokenRow = Awaited<ReturnType<typeof selectTokens>>[number];

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;

/** A token as everybody sees it. No hash and no secret is in it. */
export function toToken(
  { token, status, owner, role, activity, hasSecondFactor }: TokenRow,
  { settings }: Principal,
): Token {
  const judged = {
    kind: token.kind,
    type: token.type,
    createdAtMs: token.createdAt.getTime(),
    expiresAtMs: token.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    ownerKind: owner.kind,
    ownerHasSecondFactor: hasSecondFactor,
  };
  return {
    id: token.id,
    name: token.name,
    preset: token.preset,
    scopes: token.scopes,
    effective_scopes: role ? intersectScopes(token.scopes, scopesOfRole[role]) : [],
    hint: token.hint,
    status,
    expires_at: iso(token.expiresAt),
    ...underRules(judged, settings),
    created_at: token.createdAt.toISOString(),
    owner: { id: owner.id, name: owner.name },
    last_used_at: iso(activity?.lastUsedAt),
    last_used: activity
      ? { ip: activity.ip, operation: activity.operation, status: activity.status, user_agent: activity.userAgent }
      : null,
    revoked_at: iso(token.revokedAt),
  };
}

/** One token that the principal may see; anybody else's answers as an unknown id does. */
export async function findToken(db: Db, principal: Principal, kind: TokenKind, id: string): Promise<TokenRow> {
  const [row] = await selectTokens(db, principal, kind, eq(credentials.id, id));
  if (!row) throw new Refusal("not_found", "There is no such token.");
  return row;
}

/** What the audit log keeps of a token. */
export const auditedToken = ({ token, status }: TokenRow) => ({
  name: token.name,
  preset: token.preset,
  scopes: token.scopes,
  hint: token.hint,
  status,
  expires_at: iso(token.expiresAt),
});
