import { and, eq, sql } from "drizzle-orm";
import type { Key } from "#contract/key.ts";
import { requireVersion } from "#core/precondition.ts";
import type { MutationContext } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { requireGoodKey } from "./key-rules.ts";
import { auditedKey, findKey, lockKey, requireLiving, toKey } from "./key-view.ts";

/** Switches a key off or on. Switching it to what it is already is recorded as well and changes nothing. */
export async function switchKey(ctx: MutationContext, id: string, on: boolean): Promise<Key> {
  const { db, principal, now } = ctx;
  const before = await lockKey(db, principal, id);
  requireVersion(ctx.request.ifMatch, before.key.version);
  requireLiving(before);
  if (on) requireGoodKey(principal, before);
  const isOn = before.key.disabledAt === null;
  if (isOn !== on)
    await db
      .update(credentials)
      .set({ disabledAt: on ? null : now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));
  const after = await findKey(db, principal, id);
  ctx.record({
    action: on ? "key.enabled" : "key.disabled",
    target: { type: "key", id, name: before.key.name },
    before: auditedKey(before),
    after: auditedKey(after),
  });
  ctx.changed({ credential: id });
  return toKey(after, principal);
}
