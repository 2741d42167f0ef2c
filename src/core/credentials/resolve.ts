import type { ProblemCode } from "#contract/problem.ts";
import type { Sql } from "#db/client.ts";
import type { Invalidation } from "../invalidation.ts";
import { Refusal } from "../refusal.ts";
import type { CredentialCache } from "./cache.ts";
import { type CredentialRecord, credentialRecord, type SecretRow } from "./credential-record.ts";
import { hashSecret, isWholeSecret } from "./secret.ts";

export type Resolver = {
  /**
   * The record of a secret; null: no such secret. Answers at once when it is cached. `wantedOrg` is the organization
   * that a user's credential shall act in; those of an organization ignore it.
   */
  find(secret: string, wantedOrg?: string): CredentialRecord | null | Promise<CredentialRecord | null>;
};

type Options = {
  sql: Sql;
  prefix: string;
  cache: CredentialCache<CredentialRecord>;
  invalidation: Pick<Invalidation, "isHearing" | "orGone">;
};

/** Finds the record behind a secret: form and checksum, then memory, then one statement. */
export function credentialResolver({ sql, prefix, cache, invalidation }: Options): Resolver {
  const underway = new Map<string, { epoch: number; found: Promise<CredentialRecord | null> }>();

  const userWord = `${prefix}_pat_`;
  const load = async (place: string, hash: string, wantedOrg: string | null, epoch: number) => {
    const [row] = await invalidation.orGone(sql<SecretRow[]>`select * from resolve_secret(${hash}, ${wantedOrg})`);
    if (!row) return null;
    const record = credentialRecord(row);
    // What was asked for and not given is not kept: names that a client makes up would fill the memory.
    if (invalidation.isHearing() && (wantedOrg ?? record.orgId) === record.orgId) cache.put(place, record, epoch);
    return record;
  };

  return {
    find(secret, wantedOrg) {
      if (!isWholeSecret(secret, prefix)) return null;
      const hash = hashSecret(secret);
      const wanted = wantedOrg !== undefined && secret.startsWith(userWord) ? wantedOrg : null;
      const place = wanted === null ? hash : `${hash} ${wanted}`;
      const known = invalidation.isHearing() ? cache.get(place) : undefined;
      if (known) return known;
      // Many requests with one cold key share a look-up, unless something changed since it began.
      const epoch = cache.epoch();
      const begun = underway.get(place);
      if (begun?.epoch === epoch) return begun.found;
      const found = load(place, hash, wanted, epoch).finally(() => {
        if (underway.get(place)?.found === found) underway.delete(place);
      });
      underway.set(place, { epoch, found });
      return found;
    },
  };
}

type Check = (record: CredentialRecord, nowMs: number) => boolean;

/** In the order in which a caller is told; each is told only to whoever presents the whole secret. */
const checks: readonly (readonly [ProblemCode, Check])[] = [
  ["revoked_token", (record) => record.revoked],
  ["rotated_key", (record, nowMs) => record.secretExpiresAtMs <= nowMs],
  ["expired_token", (record, nowMs) => record.expiresAtMs <= nowMs],
  ["disabled_key", (record) => record.disabled],
  ["inactive_user", (record) => !record.ownerActive],
];

/** Why a known credential is not good now; null: it is. */
export function refusalOf(record: CredentialRecord, nowMs: number): Refusal | null {
  for (const [code, fails] of checks) if (fails(record, nowMs)) return new Refusal(code);
  return null;
}
