import { bigint, boolean, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId } from "./columns.ts";

/** What an OpenFGA server has still to be told: these two things may be related differently now. Triggers write it. */
export const permissionChanges = pgTable(
  "permission_changes",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    orgId: orgId(),
    /** The table whose row says how they are related. */
    keptIn: text("kept_in").notNull(),
    object: text().notNull(),
    subject: text().notNull(),
    /** The object came into being with this. */
    isBirth: boolean("is_birth").notNull(),
    /** The number of the transaction, so that it can tell what it does itself from what others have done. */
    madeIn: bigint("made_in", { mode: "number" }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("permission_changes_org_idx").on(t.orgId)],
);

/** The OpenFGA stores of this database, and for which model they were filled with every tuple. */
export const permissionStores = pgTable(
  "permission_stores",
  {
    storeId: text("store_id").notNull(),
    modelHash: text("model_hash").notNull(),
    modelId: text("model_id").notNull(),
    /** Null: it has to be filled anew. */
    filledAt: instant("filled_at"),
  },
  (t) => [primaryKey({ columns: [t.storeId, t.modelHash] })],
);
