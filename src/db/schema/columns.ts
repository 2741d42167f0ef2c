import { text, timestamp } from "drizzle-orm/pg-core";

/** A point in time; the driver hands it over as a Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const createdAt = () => instant("created_at").notNull().defaultNow();
export const updatedAt = () => instant("updated_at").notNull().defaultNow();

/** The tenant of a row. Every table that has it stands behind row-level security. */
export const orgId = () => text("org_id").notNull();
