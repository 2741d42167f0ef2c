import { asc, inArray } from "drizzle-orm";
import type { Db, Sql } from "#db/client.ts";
import { permissionChanges, permissionStores } from "#db/schema/permissions.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { filledStore } from "./filled-store.ts";
import type { OpenFga } from "./openfga.ts";
import { fill } from "./reconcile.ts";
import { toldAlone } from "./told-alone.ts";
import { type Tuple, tupleKey } from "./tuple.ts";
import { tupleOf, tuplesIn, written } from "./tuples-in.ts";

const AT_ONCE = 100;

type Parts = { sql: Sql; db: Db; openFga: OpenFga };

/**
 * Tells OpenFGA of what was changed, oldest first; gives whether there may be more. A change says which two things it is
 * about, and what they are to one another is looked up now: so it may be told twice, or late. It is forgotten once the
 * server has it. A store that was never filled, or for another model, is filled first.
 */
export async function tellChanges(parts: Parts): Promise<boolean> {
  const { sql: pool, db, openFga } = parts;
  if (!(await hasWork(parts))) return false;
  const more = await toldAlone(pool, async () => {
    const modelId = await filledModel(db, openFga);
    if (modelId === null) {
      await fill(parts, { takeOver: false });
      return true;
    }
    const changes = await readChanges(db);
    const wanted = new Map<string, Tuple>();
    const possible = new Map<string, Tuple>();
    await inTenant(db, ACROSS_TENANTS, async (tx) => {
      for (const one of written) {
        const pairs = changes.filter(({ keptIn }) => keptIn === one.kept.table);
        if (pairs.length === 0) continue;
        for (const { object, subject } of pairs) put(possible, tupleOf(one, object, subject));
        for (const tuple of await tuplesIn(tx, one, pairs)) put(wanted, tuple);
      }
    });
    const gone = [...possible].filter(([key]) => !wanted.has(key)).map(([, tuple]) => tuple);
    await openFga.write(modelId, [...wanted.values()], gone);
    await forget(
      db,
      changes.map(({ id }) => id),
    );
    return changes.length === AT_ONCE;
  });
  return more ?? false;
}

const put = (into: Map<string, Tuple>, tuple: Tuple) => void into.set(tupleKey(tuple), tuple);

async function hasWork({ db, openFga }: Parts): Promise<boolean> {
  if ((await filledModel(db, openFga)) === null) return true;
  return (await readChanges(db, 1)).length > 0;
}

/** The id of our model in the store that was filled for it; null: it was not. */
async function filledModel(db: Db, { storeId }: OpenFga): Promise<string | null> {
  const [row] = await db
    .select({ modelId: permissionStores.modelId })
    .from(permissionStores)
    .where(filledStore(storeId));
  return row?.modelId ?? null;
}

/** Of the tables that this version knows: what a newer one keeps elsewhere is left to it. */
const readChanges = (db: Db, limit = AT_ONCE) =>
  inTenant(db, ACROSS_TENANTS, (tx) =>
    tx
      .select()
      .from(permissionChanges)
      .where(inArray(permissionChanges.keptIn, [...new Set(written.map(({ kept }) => kept.table))]))
      .orderBy(asc(permissionChanges.id))
      .limit(limit),
  );

const forget = (db: Db, ids: readonly number[]) =>
  inTenant(db, ACROSS_TENANTS, (tx) => tx.delete(permissionChanges).where(inArray(permissionChanges.id, [...ids])));
