import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { hourlyLimits } from "#contract/credential.ts";
import type { Key, KeyStatus } from "#contract/key.ts";
import { scopesOfRole } from "#contract/role.ts";
import { intersectScopes } from "#contract/scope.ts";
import { ownOnly } from "#core/authorize.ts";
import { effectiveExpirySql, underRules } from "#core/policy/under-rules.ts";
import type { Judged } from "#core/policy/verdict.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { credentialActivity, credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** The API keys that a principal may see: of its organization, its own if its role says so, test keys if it is one. */
export function visibleKeys(principal: Principal): SQL {
  const owner = ownOnly(principal);
  const testOnly = principal.via.kind !== "session" && !principal.livemode;
  const condition = and(
    eq(credentials.orgId, principal.orgId),
    eq(credentials.kind, "api_key"),
    owner === null ? undefined : eq(credentials.ownerId, owner),
    testOnly ? eq(credentials.type, "test") : undefined,
  );
  if (!condition) throw new Error("no condition");
  return condition;
}

/** Status by the database's clock under the rules of the organization; the order is the one in which a caller is refused. */
export const statusSql = ({ settings }: Principal) => sql<KeyStatus>`case
  when ${credentials.revokedAt} is not null then 'revoked'
  when ${effectiveExpirySql(settings)} <= clock_timestamp() then 'expired'
  when ${credentials.disabledAt} is not null then 'disabled'
  else 'active' end`;

/** Who made a key is not always who owns it: keys are handed over. */
const creators = alias(users, "creators");

export const selectKeys = (db: Db, principal: Principal) =>
  db
    .select({
      key: credentials,
      activity: credentialActivity,
      status: statusSql(principal),
      owner: users,
      hasSecondFactor: sql<boolean>`user_has_second_factor(${users.id})`,
      creator: { id: creators.id, name: creators.name },
      role: memberships.role,
    })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.ownerId))
    .innerJoin(creators, eq(creators.id, credentials.createdBy))
    .leftJoin(memberships, and(eq(memberships.orgId, credentials.orgId), eq(memberships.userId, credentials.ownerId)))
    .leftJoin(credentialActivity, eq(credentialActivity.credentialId, credentials.id));
export type KeyRow = Awaited<ReturnType<typeof selectKeys>>[number];

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;

/** A key as everybody sees it. No hash and no secret is in it. */
export function toKey(row: KeyRow, principal: Principal): Key {
  const { key, activity, status, owner, creator, role } = row;
  return {
    id: key.id,
    name: key.name,
    type: key.type,
    preset: key.preset,
    scopes: key.scopes,
    effective_scopes: role ? intersectScopes(key.scopes, scopesOfRole[role]) : [],
    hint: key.hint,
    status,
    expires_at: iso(key.expiresAt),
    ...underRules(judged(row), principal.settings),
    allowed_ips: key.allowedIps,
    rate_limit: key.rateLimit ?? hourlyLimits.api_key,
    rate_limit_own: key.rateLimit !== null,
    metadata: key.metadata,
    created_at: key.createdAt.toISOString(),
    updated_at: key.updatedAt.toISOString(),
    owner: { id: owner.id, name: owner.name, kind: owner.kind },
    created_by: creator,
    last_used_at: iso(activity?.lastUsedAt),
    last_used: activity
      ? { ip: activity.ip, operation: activity.operation, status: activity.status, user_agent: activity.userAgent }
      : null,
    disabled_at: iso(key.disabledAt),
    revoked_at: iso(key.revokedAt),
    rotated_at: iso(key.rotatedAt),
    previous_secret_expires_at: iso(key.previousSecretExpiresAt),
    version: key.version,
  };
}

/** What the organization's rules look at. */
export const judged = ({ key, owner, hasSecondFactor }: KeyRow): Judged => ({
  kind: key.kind,
  type: key.type,
  createdAtMs: key.createdAt.getTime(),
  expiresAtMs: key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  ownerKind: owner.kind,
  ownerHasSecondFactor: hasSecondFactor,
});

/** One key that the principal may see, or `not_found`: another organization's answers as an unknown id does. */
export async function findKey(db: Db, principal: Principal, id: string): Promise<KeyRow> {
  const [row] = await selectKeys(db, principal).where(and(visibleKeys(principal), eq(credentials.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such key.");
  return row;
}

/** The same, locked until the end of the transaction, so that racing changes of one key happen one after the other. */
export async function lockKey(db: Db, principal: Principal, id: string): Promise<KeyRow> {
  const [locked] = await db
    .select({ id: credentials.id })
    .from(credentials)
    .where(and(visibleKeys(principal), eq(credentials.id, id)))
    .for("update");
  if (!locked) throw new Refusal("not_found", "There is no such key.");
  return findKey(db, principal, id);
}

/** A change needs a key that has not been ended. */
export function requireLiving(row: KeyRow): void {
  if (row.status === "revoked") throw new Refusal("conflict", "This key was revoked. Revoking is for good.");
}

/** What the audit log keeps of a key. */
export function auditedKey({ key, status, owner }: KeyRow) {
  return {
    name: key.name,
    owner: owner.id,
    type: key.type,
    preset: key.preset,
    scopes: key.scopes,
    hint: key.hint,
    status,
    expires_at: iso(key.expiresAt),
    allowed_ips: key.allowedIps,
    rate_limit: key.rateLimit,
    metadata: key.metadata,
  };
}
