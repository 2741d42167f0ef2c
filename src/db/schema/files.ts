import { bigint, boolean, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { organizations, projects } from "./organizations.ts";
import { users } from "./users.ts";

/** Uploaded files. The bytes lie in the object store under `<org_id>/<id>`. */
export const files = pgTable(
  "files",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id),
    livemode: boolean().notNull(),
    name: text().notNull(),
    description: text(),
    contentType: text("content_type").notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("files_org_idx").on(t.orgId, t.livemode, t.createdAt, t.id),
    index("files_project_idx").on(t.projectId),
  ],
);

/**
 * Objects that no file stands for, or none yet: each is removed from the store once it is due. An upload begins with
 * such a row and ends by taking it away; a trigger writes one for each file that is deleted, whoever deletes it.
 */
export const objectRemovals = pgTable(
  "object_removals",
  {
    key: text().primaryKey(),
    dueAt: instant("due_at").notNull(),
    /** Set once somebody removes it: no upload can claim it any more. */
    takenAt: instant("taken_at"),
  },
  (t) => [index("object_removals_due_idx").on(t.dueAt)],
);
