import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { type PublicJwk, signingKeys } from "#db/schema/tokens.ts";
import type { Clock } from "#lib/clock.ts";
import { NOTIFY_CHANNEL } from "../invalidation.ts";
import type { Logger } from "../logger.ts";
import { unseal } from "../sealing.ts";
import { makeSigningKey, SIGNING_KEY_PURPOSE } from "./make-signing-key.ts";
import { statesOf } from "./signing-key-times.ts";

export type SigningKey = { kid: string; privateKey: KeyObject };

export type KeyRing = {
  /** The public key of that id; null: there is none. Answers at once unless the id is new to this instance. */
  publicKey(kid: string): KeyObject | null | Promise<KeyObject | null>;
  /** What signs now. The first call of an installation makes the first key. */
  signingKey(): Promise<SigningKey>;
  /** What `/.well-known/jwks.json` shows: the next key, the current one, and those that signed what is still alive. */
  published(): Promise<PublicJwk[]>;
  /** Says that the keys have changed: they are read again before the next use. */
  forget(): void;
};

type Options = {
  db: Db;
  secret: string;
  clock: Clock;
  log: Logger;
  /** Whether changes of other instances are being heard; if not, what is known may have been withdrawn. */
  isHearing(): boolean;
};
type Entry = {
  kid: string;
  jwk: PublicJwk;
  publicKey: KeyObject;
  sealed: string | null;
  signsFrom: Date;
  neededUntil: Date;
};

/** Ids that nobody ever had cost a statement at most this often, in ms. */
const LOOK_EVERY_MS = 1000;
/** Any constant will do: whoever holds it makes the first key. */
export const SIGNING_KEY_LOCK = 0x6b657973;

/** The signing keys as this instance knows them. */
export function keyRing({ db, secret, clock, log, isHearing }: Options): KeyRing {
  let entries: readonly Entry[] = [];
  let fresh = false;
  let epoch = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: { epoch: number; done: Promise<void> } | null = null;
  let making: Promise<void> | null = null;
  const opened = new Map<string, KeyObject>();

  const read = async (since: number, from: Db = db) => {
    readAt = performance.now();
    const rows = await from.select().from(signingKeys);
    const known = new Map(entries.map((entry) => [entry.kid, entry]));
    entries = rows.map(({ kid, publicKey: jwk, sealedPrivateKey: sealed, signsFrom, neededUntil }) => ({
      kid,
      jwk,
      publicKey: known.get(kid)?.publicKey ?? createPublicKey({ key: { ...jwk }, format: "jwk" }),
      sealed,
      signsFrom,
      neededUntil,
    }));
    fresh = since === epoch;
  };
  /** Callers at the same time share one statement, unless the keys changed since it began. */
  const reread = () => {
    if (reading?.epoch === epoch) return reading.done;
    const begun = { epoch, done: Promise.resolve() };
    begun.done = read(epoch).finally(() => {
      if (reading === begun) reading = null;
    });
    reading = begun;
    return begun.done;
  };
  const isCurrent = () => fresh && isHearing();
  const upToDate = () => (isCurrent() ? Promise.resolve() : reread());
  const find = (kid: string) => entries.find((entry) => entry.kid === kid)?.publicKey ?? null;

  /** The newest key that may sign and opens: one that was sealed under another secret does not. */
  const current = (): SigningKey | null => {
    const now = clock.now();
    const states = statesOf(entries, now);
    const living = entries.filter((entry) => states.get(entry) !== "next" && entry.sealed !== null);
    for (const { kid, sealed } of living.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())) {
      const privateKey = opened.get(kid) ?? open(kid, sealed!);
      if (privateKey) return { kid, privateKey };
    }
    return null;
  };
  const open = (kid: string, sealed: string): KeyObject | null => {
    try {
      const key = createPrivateKey(unseal(secret, SIGNING_KEY_PURPOSE, sealed));
      opened.set(kid, key);
      return key;
    } catch (error) {
      log.error({ err: error, kid }, "a signing key cannot be opened: was GATEHOUSE_SECRET changed?");
      return null;
    }
  };

  /** Of all instances that find none at once, one makes it. */
  const makeFirst = async () => {
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${SIGNING_KEY_LOCK})`);
      await read(epoch, tx);
      if (current()) return;
      await makeSigningKey(tx, secret, clock.now());
      await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify({ signing_keys: true })})`);
    });
    ring.forget();
  };

  const ring: KeyRing = {
    publicKey(kid) {
      const known = isCurrent() ? find(kid) : null;
      if (known) return known;
      if (isCurrent() && performance.now() - readAt < LOOK_EVERY_MS) return null;
      return reread().then(() => find(kid));
    },
    async signingKey() {
      await upToDate();
      const known = current();
      if (known) return known;
      making ??= makeFirst().finally(() => {
        making = null;
      });
      await making;
      await reread();
      const made = current();
      if (!made) throw new Error("no signing key");
      return made;
    },
    async published() {
      await ring.signingKey();
      const states = statesOf(entries, clock.now());
      return entries.filter((entry) => states.get(entry) !== "dead").map(({ jwk }) => jwk);
    },
    forget() {
      epoch += 1;
      fresh = false;
    },
  };
  return ring;
}
