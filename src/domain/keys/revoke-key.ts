import { and, eq, sql } from "drizzle-orm";
import { Key, KeyId } from "#contract/key.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { auditedKey, findKey, lockKey, requireLiving, toKey } from "./key-view.ts";

/** Ends a key for good. The very next request with it is refused; a second revocation is a conflict. */
export const revokeKey = mutation(
  { name: "keys.revoke", scope: "keys:write", input: KeyId, output: Key },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const before = await lockKey(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.key.version);
    requireLiving(before);
    await db
      .update(credentials)
      .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));
    const after = await findKey(db, principal, id);
    ctx.record({
      action: "key.revoked",
      target: { type: "key", id, name: before.key.name },
      before: auditedKey(before),
      after: auditedKey(after),
    });
    ctx.changed({ credential: id });
    return toKey(after, principal);
  },
);
