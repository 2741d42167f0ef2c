import type { ProblemCode } from "#contract/problem.ts";
import type { Sql } from "#db/client.ts";
import type { Invalidation } from "../invalidation.ts";
import { Refusal } from "../refusal.ts";
import type { AccessToken } from "../tokens/access-token.ts";
import { looksLikeJwt } from "../tokens/jwt.ts";
import type { CredentialCache } from "./cache.ts";
import { type CredentialRecord, type CredentialRow, credentialRecord } from "./credential-record.ts";
import { hashSecret, isWholeSecret } from "./secret.ts";

export type Resolver = {
  /**
   * The record of what a caller presents; null: nobody was given that. Answers at once when it is cached. `wantedOrg` is
   * the organization that a user's credential shall act in; those of an organization ignore it.
   */
  find(presented: string, wantedOrg?: string): Found;
  /** The record of a share link by the hash of its token, for a visit that has begun. */
  visited(hash: string): Found;
  /** The record of a session by its id, as the database has it now, with all that its user's role allows. */
  session(id: string): Promise<CredentialRecord | null>;
};

type Found = CredentialRecord | null | Promise<CredentialRecord | null>;

type Options = {
  sql: Sql;
  prefix: string;
  cache: CredentialCache<CredentialRecord>;
  invalidation: Pick<Invalidation, "isHearing" | "orGone">;
  /** Checks the signature of a JWT and says what it stands for; null: it is none of ours. */
  readToken(jwt: string): AccessToken | null | Promise<AccessToken | null>;
};

/** What one statement looks a record up by: exactly one of the first three. */
type Wanted = { hash: string | null; tokenId: string | null; sessionId: string | null; org: string | null };

/**
 * Finds the record behind what a caller presents: form and checksum (or signature), then memory, then one statement. In
 * memory a record stands under the SHA-256 of what was presented, so that a signature is checked once.
 */
export function credentialResolver({ sql, prefix, cache, invalidation, readToken }: Options): Resolver {
  const underway = new Map<string, { epoch: number; found: Promise<CredentialRecord | null> }>();
  const userWord = `${prefix}_pat_`;
  const refreshWord = `${prefix}_refresh_`;

  const load = async ({ hash, tokenId, sessionId, org }: Wanted) => {
    const [row] = await invalidation.orGone(
      sql<CredentialRow[]>`select *, user_has_second_factor(user_id) as owner_has_second_factor,
          case when kind = 'share' then share_of_credential(credential_id) end as share
        from resolve_credential(${hash}, ${tokenId}, ${sessionId}, ${org})`,
    );
    return row ?? null;
  };
  const loadSecret = async (hash: string, org: string | null) => {
    const row = await load({ hash, tokenId: null, sessionId: null, org });
    return row && credentialRecord(row);
  };
  const loadToken = async (jwt: string, org: string | null) => {
    const token = await readToken(jwt);
    if (!token) return null;
    const { stands } = token;
    const row = await load({
      hash: null,
      tokenId: stands.kind === "private_token" ? stands.tokenId : null,
      sessionId: stands.kind === "session" ? stands.sessionId : null,
      org,
    });
    return row && credentialRecord(row, token);
  };

  const known = (place: string) => (invalidation.isHearing() ? cache.get(place) : undefined);
  const lookUp = (place: string, wantedOrg: string | null, look: () => Promise<CredentialRecord | null>): Found => {
    // Many requests with one cold credential share a look-up, unless something changed since it began.
    const epoch = cache.epoch();
    const begun = underway.get(place);
    if (begun?.epoch === epoch) return begun.found;
    const found = look()
      .then((record) => {
        // What was asked for and not given is not kept: names that a client makes up would fill the memory.
        if (record && invalidation.isHearing() && (wantedOrg ?? record.orgId) === record.orgId)
          cache.put(place, record, epoch);
        return record;
      })
      .finally(() => {
        if (underway.get(place)?.found === found) underway.delete(place);
      });
    underway.set(place, { epoch, found });
    return found;
  };

  return {
    find(presented, wantedOrg) {
      if (isWholeSecret(presented, prefix)) {
        // A refresh token is for `POST /auth/refresh` alone.
        if (presented.startsWith(refreshWord)) return null;
        const hash = hashSecret(presented);
        const org = wantedOrg !== undefined && presented.startsWith(userWord) ? wantedOrg : null;
        const place = placeOf(hash, org);
        return known(place) ?? lookUp(place, org, () => loadSecret(hash, org));
      }
      if (!looksLikeJwt(presented)) return null;
      const org = wantedOrg ?? null;
      const place = placeOf(hashSecret(presented), org);
      return known(place) ?? lookUp(place, org, () => loadToken(presented, org));
    },
    visited: (hash) => known(hash) ?? lookUp(hash, null, () => loadSecret(hash, null)),
    async session(id) {
      const row = await load({ hash: null, tokenId: null, sessionId: id, org: null });
      return row && credentialRecord(row);
    },
  };
}

const placeOf = (hash: string, org: string | null) => (org === null ? hash : `${hash} ${org}`);

type Check = (record: CredentialRecord, nowMs: number) => boolean;

/** In the order in which a caller is told; each is told only to whoever presents the whole secret. */
const checks: readonly (readonly [ProblemCode, Check])[] = [
  ["revoked_token", (record) => record.revoked],
  ["rotated_key", (record, nowMs) => record.secretExpiresAtMs <= nowMs],
  ["expired_token", (record, nowMs) => record.expiresAtMs <= nowMs],
  ["used_up_token", (record) => record.share?.usedUp ?? false],
  ["disabled_key", (record) => record.disabled],
  ["inactive_user", (record) => !record.ownerActive],
];

/** Why a known credential is not good now; null: it is. */
export function refusalOf(record: CredentialRecord, nowMs: number): Refusal | null {
  for (const [code, fails] of checks) if (fails(record, nowMs)) return new Refusal(code);
  return record.policyRefusal === null ? null : new Refusal("policy_violation", record.policyRefusal);
}
