import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { DeliveryStatus, WebhookEvent } from "#contract/webhook.ts";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { organizations } from "./organizations.ts";
import { users } from "./users.ts";

const ofOrganization = () => orgId().references(() => organizations.id, { onDelete: "cascade" });

/** Where an organization wants to be called. The secret is sealed: it is needed again for every signature. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: text().primaryKey(),
    orgId: ofOrganization(),
    url: text().notNull(),
    description: text(),
    events: text().array().$type<WebhookEvent[]>().notNull(),
    sealedSecret: text("sealed_secret").notNull(),
    sealedPreviousSecret: text("sealed_previous_secret"),
    previousSecretExpiresAt: instant("previous_secret_expires_at"),
    disabledAt: instant("disabled_at"),
    disabledReason: text("disabled_reason"),
    /** When the first of the attempts failed that no success has followed. */
    failingSince: instant("failing_since"),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("webhook_endpoints_org_idx").on(t.orgId, t.createdAt, t.id)],
);

/** One event for one endpoint. The id is sent as `webhook-id` and stays the same in every attempt. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: text().primaryKey(),
    orgId: ofOrganization(),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    event: text().$type<WebhookEvent | "webhook.test">().notNull(),
    payload: text().notNull(),
    status: text().$type<DeliveryStatus>().notNull().default("pending"),
    attempts: integer().notNull().default(0),
    /** Since it was made or last sent again by hand: what the pauses and the end are counted from. */
    roundAttempts: integer("round_attempts").notNull().default(0),
    roundStartedAt: instant("round_started_at").notNull().defaultNow(),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    leasedUntil: instant("leased_until"),
    createdAt: createdAt(),
  },
  (t) => [
    index("webhook_deliveries_due_idx").on(t.nextAttemptAt),
    index("webhook_deliveries_endpoint_idx").on(t.endpointId, t.id),
    index("webhook_deliveries_created_idx").on(t.createdAt),
  ],
);

/** What was answered to each attempt, cut to its first kilobytes. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: "cascade" }),
    orgId: ofOrganization(),
    number: integer().notNull(),
    time: instant("time").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** Null: there was no answer; `error` says why. */
    status: integer(),
    responseHeaders: jsonb("response_headers").$type<Record<string, string>>(),
    responseBody: text("response_body"),
    error: text(),
  },
  (t) => [primaryKey({ columns: [t.deliveryId, t.number] })],
);
