import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { signingKeys } from "#db/schema/tokens.ts";
import { NOTIFY_CHANNEL } from "../invalidation.ts";
import { SIGNING_KEY_LOCK } from "./key-ring.ts";
import { makeSigningKey } from "./make-signing-key.ts";
import { PUBLISHED_AHEAD_MS, statesOf } from "./signing-key-times.ts";

export type Rotation = { kid: string; signsFrom: Date; made: boolean };

/**
 * Makes the next signing key. It is published at once and signs ten minutes later, when everybody who keeps the list of
 * keys has seen it; the present one stays good until the last token that it signed has died. If a next one is waiting
 * already, that is given instead, so that two rotations at once are one.
 */
export function rotateSigningKey(db: Db, secret: string, now: Date): Promise<Rotation> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SIGNING_KEY_LOCK})`);
    const keys = await tx.select().from(signingKeys);
    const states = statesOf(keys, now);
    const next = keys.find((key) => states.get(key) === "next");
    if (next) return { kid: next.kid, signsFrom: next.signsFrom, made: false };
    // The first key of an installation has nobody to wait for.
    const signsFrom = keys.length === 0 ? now : new Date(now.getTime() + PUBLISHED_AHEAD_MS);
    const kid = await makeSigningKey(tx, secret, signsFrom);
    await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify({ signing_keys: true })})`);
    return { kid, signsFrom, made: true };
  });
}

/** The clocks of two instances are closer together than this, in ms. */
const MARGIN_MS = 3_600_000;

/** Forgets the private half of keys that no longer sign, by anybody's clock, and what is dead altogether. */
export async function tidySigningKeys(db: Db, now: Date): Promise<void> {
  const keys = await db.select().from(signingKeys);
  for (const [key, state] of statesOf(keys, new Date(now.getTime() - MARGIN_MS))) {
    const one = eq(signingKeys.kid, key.kid);
    if (state === "dead") await db.delete(signingKeys).where(one);
    else if (state === "retired")
      await db
        .update(signingKeys)
        .set({ sealedPrivateKey: null })
        .where(and(one, isNotNull(signingKeys.sealedPrivateKey)));
  }
}
