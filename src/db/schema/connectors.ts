import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type {
  ColumnReview,
  ConnectorStep,
  SyncChanges,
  SyncPhase,
  SyncStatus,
  SyncTrigger,
} from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { organizations, projects } from "./organizations.ts";
import { sources } from "./sources.ts";
import { users } from "./users.ts";

/** What the last good sync saw: with the same again there is nothing to do. */
export type SeenContent = {
  /** Of the settings and columns that it was read with. */
  fingerprint: string;
  etag: string | null;
  lastModified: string | null;
  sha256: string;
  /** What it became. If the source holds something else by now, it is read again. */
  dataVersion: number;
};

/** Where rows come from outside. The secret is sealed: it is needed again for every connection. */
export const connectors = pgTable(
  "connectors",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    livemode: boolean().notNull(),
    name: text().notNull(),
    settings: jsonb().$type<ConnectorSettings>().notNull(),
    sealedSecret: text("sealed_secret"),
    /** The host has changed: the former secret is gone, and a new one has to be given. */
    secretDue: boolean("secret_due").notNull().default(false),
    keyColumns: text("key_columns").array().notNull().default(sql`'{}'`),
    scheduleCron: text("schedule_cron"),
    scheduleTimeZone: text("schedule_time_zone"),
    nextSyncAt: instant("next_sync_at"),
    disabledAt: instant("disabled_at"),
    disabledReason: text("disabled_reason"),
    failures: integer().notNull().default(0),
    sourceId: text("source_id").references(() => sources.id, { onDelete: "set null" }),
    review: jsonb().$type<ColumnReview>(),
    /** Columns outside that somebody has accepted; the next sync makes the source of them. */
    acceptedColumns: jsonb("accepted_columns").$type<ColumnReview["found"]>(),
    seen: jsonb().$type<SeenContent>(),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("connectors_org_idx").on(t.orgId, t.livemode, t.id),
    index("connectors_due_idx").on(t.nextSyncAt),
    uniqueIndex("connectors_source_key").on(t.sourceId),
  ],
);

/** Syncs that wait, run, and are over: the queue and the history in one. */
export const connectorSyncs = pgTable(
  "connector_syncs",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    connectorId: text("connector_id")
      .notNull()
      .references(() => connectors.id, { onDelete: "cascade" }),
    trigger: text().$type<SyncTrigger>().notNull(),
    status: text().$type<SyncStatus>().notNull().default("queued"),
    attempt: integer().notNull().default(1),
    phase: text().$type<SyncPhase>(),
    rowsRead: bigint("rows_read", { mode: "number" }).notNull().default(0),
    bytesRead: bigint("bytes_read", { mode: "number" }).notNull().default(0),
    changes: jsonb().$type<SyncChanges>(),
    errorStep: text("error_step").$type<ConnectorStep>(),
    error: text(),
    note: text(),
    requestedBy: text("requested_by").references(() => users.id, { onDelete: "set null" }),
    queuedAt: instant("queued_at").notNull().defaultNow(),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** Until then an instance is at it, and says so again every second. */
    leasedUntil: instant("leased_until"),
  },
  (t) => [
    uniqueIndex("connector_syncs_one_at_a_time").on(t.connectorId),
    index("connector_syncs_history_idx").on(t.connectorId, t.id),
    index("connector_syncs_waiting_idx").on(t.nextAttemptAt),
  ],
);
