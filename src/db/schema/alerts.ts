import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";

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
