import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import type { SharedType } from "#contract/share-link.ts";
import { instant, orgId } from "./columns.ts";
import { credentials } from "./credentials.ts";
import { organizations } from "./organizations.ts";

/** What a share token opens, and how often it was opened. Everything else of a link is its row in `credentials`. */
export const shareLinks = pgTable(
  "share_links",
  {
    id: text()
      .primaryKey()
      .references(() => credentials.id, { onDelete: "cascade" }),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    resourceType: text("resource_type").$type<SharedType>().notNull(),
    resourceId: text("resource_id").notNull(),
    passcodeHash: text("passcode_hash"),
    maxViews: integer("max_views"),
    views: integer().notNull().default(0),
    lastViewedAt: instant("last_viewed_at"),
  },
  (t) => [index("share_links_resource_idx").on(t.orgId, t.resourceType, t.resourceId)],
);
