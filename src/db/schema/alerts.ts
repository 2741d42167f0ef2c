import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { AlertKind } from "#contract/alert.ts";
import { createdAt, instant, orgId } from "./columns.ts";
import { organizations } from "./organizations.ts";
import { users } from "./users.ts";

const ofOrganization = () => orgId().references(() => organizations.id, { onDelete: "cascade" });
const ofUser = () =>
  text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** Mails that wait to be sent, sealed. They belong to no tenant: a person who resets a password acts for none. */
export const outboxMails = pgTable(
  "outbox_mails",
  {
    id: text().primaryKey(),
    sealed: text().notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_mails_due_idx").on(t.nextAttemptAt)],
);

/** What somebody should know. `onceKey`: what may be said only once; the same key again is the same alert. */
export const alerts = pgTable(
  "alerts",
  {
    id: text().primaryKey(),
    orgId: ofOrganization(),
    kind: text().$type<AlertKind>().notNull(),
    onceKey: text("once_key"),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    subjectName: text("subject_name"),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("alerts_once_key").on(t.orgId, t.onceKey),
    index("alerts_subject_idx").on(t.orgId, t.subjectId, t.kind, t.createdAt),
    index("alerts_created_idx").on(t.createdAt),
  ],
);

/** Who gets an alert, decided when it is made. `mailDue`: it has not been put into the outbox yet. */
export const alertRecipients = pgTable(
  "alert_recipients",
  {
    alertId: text("alert_id")
      .notNull()
      .references(() => alerts.id, { onDelete: "cascade" }),
    orgId: ofOrganization(),
    userId: ofUser(),
    inConsole: boolean("in_console").notNull(),
    mailDue: boolean("mail_due").notNull(),
    readAt: instant("read_at"),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.orgId, t.alertId] }),
    index("alert_recipients_alert_idx").on(t.alertId),
    index("alert_recipients_unread_idx").on(t.userId, t.orgId),
    index("alert_recipients_mail_idx").on(t.alertId),
  ],
);

/** What a member chose for a kind of alert in an organization; no row: console and e-mail. */
export const alertPreferences = pgTable(
  "alert_preferences",
  {
    orgId: ofOrganization(),
    userId: ofUser(),
    kind: text().$type<AlertKind>().notNull(),
    inConsole: boolean("in_console").notNull(),
    byMail: boolean("by_mail").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.kind] })],
);

/** Networks that a credential was used from, noted as usage is loaded. `unseen`: not its first, and not yet told of. */
export const credentialNetworks = pgTable(
  "credential_networks",
  {
    credentialId: text("credential_id").notNull(),
    network: text().notNull(),
    orgId: orgId(),
    ip: text().notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    unseen: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.credentialId, t.network] }),
    index("credential_networks_unseen_idx").on(t.firstSeenAt),
  ],
);
