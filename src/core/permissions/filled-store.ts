import { and, eq, isNotNull, type SQL } from "drizzle-orm";
import { permissionStores } from "#db/schema/permissions.ts";
import { modelHash } from "./model-hash.ts";

/** Condition: the row of this store, if it was filled for our model. */
export const filledStore = (storeId: string): SQL | undefined =>
  and(
    eq(permissionStores.storeId, storeId),
    eq(permissionStores.modelHash, modelHash),
    isNotNull(permissionStores.filledAt),
  );
