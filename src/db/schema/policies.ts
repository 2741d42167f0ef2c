import { customType, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { ColumnRule, PolicyRules, PolicySubject } from "#contract/policy.ts";
import type { RowCondition } from "#contract/row-condition.ts";
import { createdAt, orgId, updatedAt } from "./columns.ts";
import { organizations } from "./organizations.ts";
import { sources } from "./sources.ts";
import { users } from "./users.ts";

/** Which rows and columns of a source somebody sees. Read by each request that reads rows, so kept small. */
export const policies = pgTable(
  "policies",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    sourceId: text("source_id")
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text(),
    appliesTo: jsonb("applies_to").$type<PolicySubject[]>().notNull(),
    rows: jsonb().$type<RowCondition>(),
    columns: jsonb().$type<ColumnRule[]>().notNull(),
    otherColumns: text("other_columns").$type<PolicyRules["other_columns"]>().notNull(),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("policies_source_idx").on(t.orgId, t.sourceId)],
);

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * By what the values of an organization are hashed where a policy says so: a key of HMAC-SHA256, already laid over its
 * two pads (RFC 2104), so that the database hashes by itself.
 */
export const maskKeys = pgTable("mask_keys", {
  orgId: text("org_id")
    .primaryKey()
    .references(() => organizations.id, { onDelete: "cascade" }),
  innerPad: bytes("inner_pad").notNull(),
  outerPad: bytes("outer_pad").notNull(),
});
