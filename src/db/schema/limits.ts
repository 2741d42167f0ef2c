import { bigint, boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** The instances that count requests. One that is alone counts in its memory, several in `limit_counts`. */
export const limitInstances = pgTable("limit_instances", {
  id: text().primaryKey(),
  alone: boolean().notNull(),
  seenAt: instant("seen_at").notNull().defaultNow(),
});

/** Requests of a clock hour, the number of hours since 1970, by what they count against. */
export const limitCounts = pgTable(
  "limit_counts",
  {
    windowNumber: integer("window_number").notNull(),
    key: text().notNull(),
    used: bigint({ mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.windowNumber, t.key] })],
);
