import { and, eq, isNull, sql } from "drizzle-orm";
import { secretWordOfType } from "#contract/credential.ts";
import { CreatedKey, RotateKeyInput } from "#contract/key.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import { requireAsBound } from "#core/policies/require-as-bound.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { requireGoodKey, requireRank, requireWithin } from "./key-rules.ts";
import { findKey, lockKey, requireLiving, toKey } from "./key-view.ts";

/**
 * Gives a key a new secret. Its id, settings and history stay; the former secret works for `overlap_seconds` more, any
 * still older one ends now. Whoever rotates holds the secret, so the key may not be able to do more than they are.
 */
export const rotateKey = mutation(
  { name: "keys.rotate", scope: "keys:write", input: RotateKeyInput, output: CreatedKey, secretFields: ["api_key"] },
  async (ctx, { id, overlap_seconds }) => {
    const { db, principal, now, runtime } = ctx;
    const { orgId } = principal;
    const before = await lockKey(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.key.version);
    requireLiving(before);
    if (before.status === "expired")
      throw new Refusal(
        "conflict",
        before.key.expiresAt && before.key.expiresAt <= now
          ? "This key has expired. Give it a new expiry first."
          : "A rule of the organization has ended this key. Make a new one.",
      );
    requireGoodKey(principal, before);
    requireRank(principal, before.role);
    requireWithin(principal, toKey(before, principal).effective_scopes, before.key);
    if (before.role !== null)
      await requireAsBound(db, principal, { userId: before.owner.id, role: before.role, credentialId: id });

    const secret = mintSecret(runtime.config.secretPrefix, secretWordOfType[before.key.type]);
    const overlapEnds = new Date(now.getTime() + overlap_seconds * 1000);
    const ofKey = and(eq(credentialSecrets.orgId, orgId), eq(credentialSecrets.credentialId, id));
    await db
      .update(credentialSecrets)
      .set({ expiresAt: sql`least(${credentialSecrets.expiresAt}, ${now.toISOString()}::timestamptz)` })
      .where(and(ofKey, sql`${credentialSecrets.expiresAt} is not null`));
    await db
      .update(credentialSecrets)
      .set({ expiresAt: overlapEnds })
      .where(and(ofKey, isNull(credentialSecrets.expiresAt)));
    await db.insert(credentialSecrets).values({ hash: secret.hash, orgId, credentialId: id, hint: secret.hint });
    await db
      .update(credentials)
      .set({
        hint: secret.hint,
        rotatedAt: now,
        previousSecretExpiresAt: overlapEnds,
        updatedAt: now,
        version: sql`${credentials.version} + 1`,
      })
      .where(and(eq(credentials.orgId, orgId), eq(credentials.id, id)));

    const after = await findKey(db, principal, id);
    ctx.record({
      action: "key.rotated",
      target: { type: "key", id, name: after.key.name },
      before: { hint: before.key.hint },
      after: { hint: after.key.hint, previous_secret_expires_at: overlapEnds.toISOString() },
    });
    ctx.changed({ credential: id });
    return { ...toKey(after, principal), api_key: secret.reveal };
  },
);
