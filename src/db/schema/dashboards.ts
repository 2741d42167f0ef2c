import { boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Chart } from "#contract/dashboard.ts";
import { createdAt, orgId, updatedAt } from "./columns.ts";
import { organizations, projects } from "./organizations.ts";
import { users } from "./users.ts";

/** Saved charts over sources. They name sources and hold no rows: each reader's own are read when somebody looks. */
export const dashboards = pgTable(
  "dashboards",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    livemode: boolean().notNull(),
    name: text().notNull(),
    description: text(),
    /** In the order in which they stand. */
    charts: jsonb().$type<Chart[]>().notNull().default([]),
    /** Columns by which readers may narrow it down. */
    filters: jsonb().$type<string[]>().notNull().default([]),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    updatedBy: text("updated_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("dashboards_org_idx").on(t.orgId, t.livemode, t.updatedAt, t.id),
    index("dashboards_project_idx").on(t.projectId),
  ],
);
