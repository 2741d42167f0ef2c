import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { CredentialKind, KeyType } from "#contract/credential.ts";
import type { Preset } from "#contract/preset.ts";
import type { Scope } from "#contract/scope.ts";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { organizations } from "./organizations.ts";
import { users } from "./users.ts";

/**
 * Everything that a client can present. The secrets themselves stand in `credential_secrets`. Those of an organization
 * have its id; those of a user (personal access tokens) have none, and act wherever their owner is a member.
 */
export const credentials = pgTable(
  "credentials",
  {
    id: text().primaryKey(),
    orgId: text("org_id").references(() => organizations.id, { onDelete: "cascade" }),
    kind: text().$type<CredentialKind>().notNull(),
    type: text().$type<KeyType>().notNull(),
    name: text().notNull(),
    hint: text().notNull(),
    preset: text().$type<Preset>().notNull(),
    scopes: text().array().$type<Scope[]>().notNull(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    allowedIps: text("allowed_ips").array().notNull().default([]),
    rateLimit: integer("rate_limit"),
    metadata: jsonb().$type<Record<string, string>>().notNull().default({}),
    expiresAt: instant("expires_at"),
    disabledAt: instant("disabled_at"),
    revokedAt: instant("revoked_at"),
    rotatedAt: instant("rotated_at"),
    previousSecretExpiresAt: instant("previous_secret_expires_at"),
    /** Of a private token: the key that signed it. */
    signedBy: text("signed_by"),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("credentials_org_created_idx").on(t.orgId, t.createdAt, t.id),
    index("credentials_owner_idx").on(t.ownerId),
  ],
);

/**
 * SHA-256 hashes of secrets. A credential has one without an end, and after a rotation the former one, which works
 * until `expires_at` and is kept after it so that its holder is told "rotated" instead of "unknown".
 */
export const credentialSecrets = pgTable(
  "credential_secrets",
  {
    hash: text().primaryKey(),
    orgId: text("org_id"),
    credentialId: text("credential_id")
      .notNull()
      .references(() => credentials.id, { onDelete: "cascade" }),
    hint: text().notNull(),
    expiresAt: instant("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("credential_secrets_credential_idx").on(t.credentialId),
    index("credential_secrets_org_idx").on(t.orgId),
  ],
);

/** The last use of a credential, written with each loaded batch of usage events. */
export const credentialActivity = pgTable("credential_activity", {
  credentialId: text("credential_id").primaryKey(),
  orgId: orgId(),
  lastUsedAt: instant("last_used_at").notNull(),
  ip: text(),
  operation: text().notNull(),
  status: integer().notNull(),
  userAgent: text("user_agent"),
});

/** Answers to POSTs that carried an Idempotency-Key, for 24 hours, without any secret. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    orgId: orgId(),
    credentialId: text("credential_id").notNull(),
    key: text().notNull(),
    verb: text().notNull(),
    fingerprint: text().notNull(),
    answer: jsonb().$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("idempotency_keys_key").on(t.orgId, t.credentialId, t.key),
    index("idempotency_keys_created_idx").on(t.createdAt),
  ],
);
