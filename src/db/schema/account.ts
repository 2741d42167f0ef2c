import { bigint, boolean, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";
import { users } from "./users.ts";

const userId = () =>
  text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** Authenticator apps (RFC 6238). `lastStep` is the time step of the last code that was taken: none counts twice. */
export const totpFactors = pgTable("totp_factors", {
  userId: userId().primaryKey(),
  sealedSecret: text("sealed_secret").notNull(),
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
  createdAt: createdAt(),
});

/** What gets in instead of a code of the app, once each: a used one is deleted. */
export const recoveryCodes = pgTable("recovery_codes", { userId: userId(), hash: text().notNull() }, (t) => [
  primaryKey({ columns: [t.userId, t.hash] }),
]);

export const passkeys = pgTable(
  "passkeys",
  {
    id: text().primaryKey(),
    userId: userId(),
    name: text().notNull(),
    /** The authenticator's id for it, base64url. */
    credentialId: text("credential_id").notNull(),
    /** COSE, base64url. */
    publicKey: text("public_key").notNull(),
    counter: bigint({ mode: "number" }).notNull(),
    transports: text().array().notNull().default([]),
    /** Whether its maker keeps it on more than one device. */
    synced: boolean().notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [uniqueIndex("passkeys_credential_key").on(t.credentialId), index("passkeys_user_idx").on(t.userId)],
);

/** Challenges that were answered, until they would have expired. Those that wait for an answer are signed, not kept. */
export const spentChallenges = pgTable("spent_challenges", {
  hash: text().primaryKey(),
  expiresAt: instant("expires_at").notNull(),
});

export type OneTimePurpose = "sign_in_step" | "password_reset" | "email_change";

/** What goes out by link, or waits for the second step of signing in. Deleted when it is used. */
export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    hash: text().primaryKey(),
    purpose: text().$type<OneTimePurpose>().notNull(),
    userId: userId(),
    /** The new address, where it is about one. */
    email: text(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("one_time_tokens_user_idx").on(t.userId)],
);
