import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import type { CredentialKind } from "#contract/credential.ts";
import type { Db } from "#db/client.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { refreshTokens } from "#db/schema/tokens.ts";
import type { Runtime } from "../runtime.ts";
import { endSession } from "../sessions/end-session.ts";
import { readAccessToken } from "../tokens/access-token.ts";
import { looksLikeJwt } from "../tokens/jwt.ts";
import { hashSecret, isRefreshToken, isWholeSecret } from "./secret.ts";

/** A credential that was ended because somebody held up its secret. */
export type Ended = {
  id: string;
  kind: CredentialKind;
  name: string;
  hint: string;
  /** Null: it is a user's own and belongs to no organization. */
  orgId: string | null;
  ownerId: string;
  /** Only a secret from before a rotation was ended; the credential goes on with its present one. */
  formerSecret: boolean;
};

type Ending = { db: Db; runtime: Pick<Runtime, "config" | "signingKeys">; secret: string; now: Date };

/**
 * Ends whatever this secret or token opens (a token of a session: the whole session), in the caller's transaction, which
 * has to see all tenants: whoever holds a credential may end it (RFC 7009 §2). Null: it opens nothing, or nothing any
 * more. One conditional update, so of many at once one ends it.
 */
export async function endCredential({ db, runtime, secret, now }: Ending): Promise<Ended | null> {
  const { config, signingKeys } = runtime;
  if (isRefreshToken(secret, config.secretPrefix)) return endSessionOf(db, await sessionOfRefresh(db, secret), now);
  if (looksLikeJwt(secret)) {
    const token = await readAccessToken(secret, {
      ring: signingKeys,
      publicUrl: config.publicUrl,
      nowMs: now.getTime(),
    });
    if (!token) return null;
    const { stands } = token;
    return stands.kind === "session" ? endSessionOf(db, stands.sessionId, now) : endToken(db, stands.tokenId, now);
  }
  if (!isWholeSecret(secret, config.secretPrefix)) return null;
  const hash = hashSecret(secret);
  const [found] = await db
    .select({ credential: credentials, hint: credentialSecrets.hint, endsAt: credentialSecrets.expiresAt })
    .from(credentialSecrets)
    .innerJoin(credentials, eq(credentials.id, credentialSecrets.credentialId))
    .where(
      and(
        eq(credentialSecrets.hash, hash),
        or(isNull(credentialSecrets.expiresAt), gt(credentialSecrets.expiresAt, now)),
        isNull(credentials.revokedAt),
        // It is in the hands of everybody who was sent the link: none of them ends it for the others.
        ne(credentials.kind, "share"),
      ),
    )
    .for("update");
  if (!found) return null;
  const { credential, hint, endsAt } = found;
  if (endsAt === null) {
    await db
      .update(credentials)
      .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(eq(credentials.id, credential.id));
  } else {
    await db.update(credentialSecrets).set({ expiresAt: now }).where(eq(credentialSecrets.hash, hash));
    await db
      .update(credentials)
      .set({ previousSecretExpiresAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(eq(credentials.id, credential.id));
  }
  const { id, kind, name, orgId, ownerId } = credential;
  return { id, kind, name, hint, orgId, ownerId, formerSecret: endsAt !== null };
}

async function sessionOfRefresh(db: Db, token: string): Promise<string | null> {
  const [row] = await db
    .select({ sessionId: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hashSecret(token)));
  return row?.sessionId ?? null;
}

async function endSessionOf(db: Db, id: string | null, now: Date): Promise<Ended | null> {
  const ended = id === null ? null : await endSession(db, id, now);
  if (!ended || id === null) return null;
  const { orgId, userId } = ended;
  return { id, kind: "session", name: "Session", hint: "", orgId, ownerId: userId, formerSecret: false };
}

/** A private token, found by the id that its signature covers. */
async function endToken(db: Db, id: string, now: Date): Promise<Ended | null> {
  const [ended] = await db
    .update(credentials)
    .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
    .where(and(eq(credentials.id, id), eq(credentials.kind, "private_token"), isNull(credentials.revokedAt)))
    .returning();
  if (!ended) return null;
  const { kind, name, hint, orgId, ownerId } = ended;
  return { id, kind, name, hint, orgId, ownerId, formerSecret: false };
}
