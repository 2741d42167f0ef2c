import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, orgId } from "./columns.ts";

/** One event for each thing a mutation did. The application's role may only add to it. */
export const auditEvents = pgTable(
  "audit_events",
  {
    orgId: orgId(),
    seq: bigint({ mode: "number" }).notNull(),
    id: text().notNull(),
    time: instant("time").notNull(),
    action: text().notNull(),
    actorType: text("actor_type").$type<"user" | "api_key" | "system" | "anonymous">().notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    credentialId: text("credential_id"),
    targetType: text("target_type").notNull(),
    targetId: text("target_id").notNull(),
    targetName: text("target_name"),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
    ip: text(),
    userAgent: text("user_agent"),
    requestId: text("request_id"),
    prevHash: text("prev_hash").notNull(),
    hash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.seq] }),
    uniqueIndex("audit_events_id_key").on(t.id),
    index("audit_events_target_idx").on(t.orgId, t.targetId, t.seq),
  ],
);

/** The head of each organization's chain, signed, so that cutting off its end shows as well. */
export const auditChains = pgTable("audit_chains", {
  orgId: text("org_id").primaryKey(),
  seq: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
  signature: text().notNull(),
});
