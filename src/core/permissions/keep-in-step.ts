import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Db, Sql } from "#db/client.ts";
import { permissionChanges, permissionStores } from "#db/schema/permissions.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { modelHash } from "./model-hash.ts";
import type { OpenFga } from "./openfga.ts";
import { type Tuple, tupleKey } from "./tuple.ts";
import { tupleOf, tuplesIn, written } from "./tuples-in.ts";

/** Any constant will do: whoever holds it tells OpenFGA, since what is told at the same time may arrive in any order. */
const LOCK = 0x70657266;
const AT_ONCE = 100;

type Parts = { sql: Sql; db: Db; openFga: OpenFga };
export type Reconciled = { tuples: number; written: number; deleted: number; modelId: string };

/**
 * Tells OpenFGA of what was changed, oldest first; gives whether there may be more. A change says which two things it is
 * about, and what they are to one another is looked up now: so it may be told twice, or late. It is forgotten once the
 * server has it. A store that was never filled, or for another model, is filled first.
 */
export async function tellChanges(parts: Parts): Promise<boolean> {
  const { sql: pool, db, openFga } = parts;
  if (!(await hasWork(parts))) return false;
  const more = await alone(pool, async () => {
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

/**
 * Makes the store hold the tuples of the tables and no other, and writes down that it does. Waits while another instance
 * is at it. What is changed meanwhile is told afterwards, as ever. A store that this database has never filled, and that
 * holds what is none of its, may be another installation's: it is emptied only to `takeOver`.
 */
export async function reconcile(parts: Parts, options: { takeOver: boolean }): Promise<Reconciled> {
  for (;;) {
    const done = await alone(parts.sql, () => fill(parts, options));
    if (done) return done;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function fill({ db, openFga }: Parts, { takeOver }: { takeOver: boolean }): Promise<Reconciled> {
  const modelId = await openFga.ensureModel();
  const isOurs = takeOver || (await wasFilled(db, openFga));
  // The server first: what the tables say is newer than what it is held against.
  const found = new Map<string, Tuple>();
  for await (const page of openFga.readAll()) for (const tuple of page) put(found, tuple);
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
  const row = { storeId: openFga.storeId, modelHash, modelId };
  await db
    .insert(permissionStores)
    .values(row)
    .onConflictDoUpdate({
      target: [permissionStores.storeId, permissionStores.modelHash],
      set: { modelId, filledAt: sql`now()` },
    });
  return { tuples, written: missing.length, deleted: found.size, modelId };
}

const put = (into: Map<string, Tuple>, tuple: Tuple) => void into.set(tupleKey(tuple), tuple);

async function hasWork({ db, openFga }: Parts): Promise<boolean> {
  if ((await filledModel(db, openFga)) === null) return true;
  return (await readChanges(db, 1)).length > 0;
}

/** Whether this database has filled the store before, for whichever model. */
async function wasFilled(db: Db, { storeId }: OpenFga): Promise<boolean> {
  const rows = await db.select().from(permissionStores).where(eq(permissionStores.storeId, storeId)).limit(1);
  return rows.length > 0;
}

/** The id of our model in the store that was filled for it; null: it was not. */
async function filledModel(db: Db, { storeId }: OpenFga): Promise<string | null> {
  const [row] = await db
    .select({ modelId: permissionStores.modelId })
    .from(permissionStores)
    .where(and(eq(permissionStores.storeId, storeId), eq(permissionStores.modelHash, modelHash)));
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

/** Runs `work` unless another instance is at it. No transaction is open while the network is waited for. */
async function alone<T>(pool: Sql, work: () => Promise<T>): Promise<T | undefined> {
  const connection = await pool.reserve();
  try {
    const [lock] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as held`;
    if (!lock?.held) return undefined;
    try {
      return await work();
    } finally {
      await connection`select pg_advisory_unlock(${LOCK})`;
    }
  } finally {
    connection.release();
  }
}
