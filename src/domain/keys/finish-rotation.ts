import { and, eq, gt, sql } from "drizzle-orm";
import { Key, KeyId } from "#contract/key.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { findKey, lockKey, requireLiving, toKey } from "./key-view.ts";

/** Ends the overlap of a rotation now: the very next call with the former secret is refused as `rotated_key`. */
export const finishRotation = mutation(
  { name: "keys.finish_rotation", scope: "keys:write", input: KeyId, output: Key },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const before = await lockKey(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.key.version);
    requireLiving(before);
    const ended = await db
      .update(credentialSecrets)
      .set({ expiresAt: now })
      .where(
        and(
          eq(credentialSecrets.orgId, principal.orgId),
          eq(credentialSecrets.credentialId, id),
          gt(credentialSecrets.expiresAt, now),
        ),
      )
      .returning({ hint: credentialSecrets.hint });
    if (ended.length === 0)
      throw new Refusal("conflict", "Only one secret of this key works: there is no rotation to finish.");
    await db
      .update(credentials)
      .set({ previousSecretExpiresAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));
    const after = await findKey(db, principal, id);
    ctx.record({
      action: "key.rotation_finished",
      target: { type: "key", id, name: after.key.name },
      before: { hint: ended[0]?.hint, previous_secret_expires_at: before.key.previousSecretExpiresAt?.toISOString() },
      after: { previous_secret_expires_at: now.toISOString() },
    });
    ctx.changed({ credential: id });
    return toKey(after, principal);
  },
);
