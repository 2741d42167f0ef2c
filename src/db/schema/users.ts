import { boolean, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SecondFactor, SignInMethod, UserKind } from "#contract/user.ts";
import { createdAt, instant, updatedAt } from "./columns.ts";

/**
 * People, and service accounts: members of one organization that are no people and own keys. A user belongs to no
 * tenant; memberships tie them to organizations.
 */
export const users = pgTable(
  "users",
  {
    id: text().primaryKey(),
    kind: text().$type<UserKind>().notNull().default("person"),
    /** Null: a service account, or a person whose account was deleted. */
    email: text(),
    name: text().notNull(),
    passwordHash: text("password_hash"),
    defaultOrgId: text("default_org_id"),
    disabledAt: instant("disabled_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("users_email_key").on(t.email)],
);

/** Signed-in browsers. The cookie holds only the id; a row that is revoked or past its expiry ends it at once. */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    orgId: text("org_id").notNull(),
    livemode: boolean().notNull().default(true),
    ip: text(),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    authenticatedAt: instant("authenticated_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    /** What was proved first, and the second factor that was asked for then. A passkey is both at once. */
    method: text().$type<SignInMethod>().notNull().default("password"),
    secondFactor: text("second_factor").$type<SecondFactor>(),
  },
  (t) => [index("sessions_user_idx").on(t.userId)],
);

/** Failed sign-ins by account and by address, so that throttling survives a restart and holds on every instance. */
export const throttles = pgTable("throttles", {
  key: text().primaryKey(),
  failures: integer().notNull(),
  windowStart: instant("window_start").notNull(),
});
