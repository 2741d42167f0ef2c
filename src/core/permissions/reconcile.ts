import { eq, sql } from "drizzle-orm";
import type { Db, Sql } from "#db/client.ts";
import { permissionStores } from "#db/schema/permissions.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { modelHash } from "./model-hash.ts";
import type { OpenFga } from "./openfga.ts";
import { toldAlone } from "./told-alone.ts";
import { type Tuple, tupleKey } from "./tuple.ts";
import { tuplesIn, written } from "./tuples-in.ts";

type Parts = { sql: Sql; db: Db; openFga: OpenFga };
type Reconciled = { tuples: number; written: number; deleted: number; modelId: string };

/**
 * Makes the store hold the tuples of the tables and no other, and writes down that it does. Waits while another instance
 * is at it. What is changed meanwhile is told afterwards, as ever. A store that this database has never filled, and that
 * holds what is none of its, may be another installation's: it is emptied only to `takeOver`.
 */
export async function reconcile(parts: Parts, options: { takeOver: boolean }): Promise<Reconciled> {
  for (;;) {
    const done = await toldAlone(parts.sql, () => fill(parts, options));
    if (done) return done;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The same for whoever is alone with the store already. */
export async function fill({ db, openFga }: Parts, { takeOver }: { takeOver: boolean }): Promise<Reconciled> {
  const modelId = await openFga.ensureModel();
  const isOurs = takeOver || (await wasFilled(db, openFga));
  // The server first: what the tables say is newer than what it is held against.
  const found = new Map<string, Tuple>();
  for await (const page of openFga.readAll()) for (const tuple of page) found.set(tupleKey(tuple), tuple);
  const missing: Tuple[] = [];
  let tuples = 0;
  for (const one of written)
    for (const tuple of await inTenant(db, ACROSS_TENANTS, (tx) => tuplesIn(tx, one))) {
      tuples += 1;
      if (!found.delete(tupleKey(tuple))) missing.push(tuple);
    }
  if (found.size > 0 && !isOurs)
    throw new Error(
      `the OpenFGA store ${openFga.storeId} holds ${found.size} relations that are not of this database; if they are to go: sync-permissions --take-over`,
    );
  await openFga.write(modelId, missing, [...found.values()]);
  const row = { storeId: openFga.storeId, modelHash, modelId, filledAt: sql`now()` };
  await db
    .insert(permissionStores)
    .values(row)
    .onConflictDoUpdate({
      target: [permissionStores.storeId, permissionStores.modelHash],
      set: { modelId, filledAt: sql`now()` },
    });
  return { tuples, written: missing.length, deleted: found.size, modelId };
}

/** Whether this database has filled the store before, for whichever model. */
async function wasFilled(db: Db, { storeId }: OpenFga): Promise<boolean> {
  const rows = await db.select().from(permissionStores).where(eq(permissionStores.storeId, storeId)).limit(1);
  return rows.length > 0;
}
