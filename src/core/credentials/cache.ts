import { LRUCache } from "lru-cache";
import type { Change } from "../invalidation.ts";

/** What the cache must know of an entry to drop it when its credential, user or organization changes. */
export type Cacheable = { credentialId: string; userId: string; orgId: string };

export type CredentialCache<T extends Cacheable> = {
  get(hash: string): T | undefined;
  /** Counts drops. A look-up that began under another epoch may have read what is now stale. */
  epoch(): number;
  /** Keeps an entry, unless something was dropped since `epoch`. */
  put(hash: string, entry: T, epoch: number): void;
  drop(change: Change): void;
  dropAll(): void;
  size(): number;
};

/** Principals by the hash of their secret (and the organization asked for), the least recently used leave first. */
export function credentialCache<T extends Cacheable>(max: number): CredentialCache<T> {
  const entries = new LRUCache<string, T>({ max: Math.max(1, max) });
  let epoch = 0;
  return {
    get: (hash) => entries.get(hash),
    epoch: () => epoch,
    put: (hash, entry, since) => {
      if (max > 0 && since === epoch) entries.set(hash, entry);
    },
    drop: ({ credential, user, organization }) => {
      epoch += 1;
      // Changes are rare and look-ups are not, so the cost lies here instead of in an index for each look-up.
      for (const [hash, entry] of entries.entries())
        if (entry.credentialId === credential || entry.userId === user || entry.orgId === organization)
          entries.delete(hash);
    },
    dropAll: () => {
      epoch += 1;
      entries.clear();
    },
    size: () => entries.size,
  };
}
