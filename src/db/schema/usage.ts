import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { CredentialKind } from "#contract/credential.ts";
import type { ProblemCode } from "#contract/problem.ts";
import { instant } from "./columns.ts";

/** One row a request, in daily partitions by `time`. `org_id` is empty where no organization was known. */
export const usageEvents = pgTable(
  "usage_events",
  {
    id: text().notNull(),
    requestId: text("request_id").notNull(),
    time: instant("time").notNull(),
    orgId: text("org_id").notNull(),
    credentialId: text("credential_id").notNull(),
    credentialKind: text("credential_kind").$type<CredentialKind>().notNull(),
    userId: text("user_id").notNull(),
    role: text().notNull(),
    livemode: boolean().notNull(),
    method: text().notNull(),
    path: text().notNull(),
    operation: text().notNull(),
    status: smallint().notNull(),
    code: text().$type<ProblemCode | "">().notNull(),
    reason: text().notNull(),
    durationUs: integer("duration_us").notNull(),
    ip: text().notNull(),
    userAgent: text("user_agent").notNull(),
    /** Whether the request came with the secret before the last rotation. */
    formerSecret: boolean("former_secret").notNull().default(false),
  },
  (t) => [
    index("usage_events_org_time_idx").on(t.orgId, t.time, t.id),
    index("usage_events_request_idx").on(t.requestId),
    index("usage_events_credential_idx").on(t.credentialId, t.time),
    index("usage_events_former_secret_idx").on(t.credentialId, t.time).where(sql`former_secret`),
  ],
);

const rollUp = {
  orgId: text("org_id").notNull(),
  start: instant("start").notNull(),
  credentialId: text("credential_id").notNull(),
  credentialKind: text("credential_kind").$type<CredentialKind>().notNull(),
  livemode: boolean().notNull(),
  operation: text().notNull(),
  status: smallint().notNull(),
  /** Duration on a logarithmic scale; see core/metering/latency-bucket.ts. */
  bucket: smallint().notNull(),
  requests: bigint({ mode: "number" }).notNull(),
};

/** Requests by minute. */
export const usageMinutes = pgTable("usage_minutes", rollUp, (t) => [
  primaryKey({
    columns: [t.orgId, t.start, t.credentialId, t.livemode, t.operation, t.status, t.bucket, t.credentialKind],
  }),
]);

/** Requests by hour. */
export const usageHours = pgTable("usage_hours", rollUp, (t) => [
  primaryKey({
    columns: [t.orgId, t.start, t.credentialId, t.livemode, t.operation, t.status, t.bucket, t.credentialKind],
  }),
  index("usage_hours_credential_idx").on(t.credentialId, t.start),
]);

/** Spool segments that have been loaded: loading one twice changes nothing. */
export const usageSegments = pgTable("usage_segments", {
  id: text().primaryKey(),
  events: integer().notNull(),
  loadedAt: instant("loaded_at").notNull().defaultNow(),
});
