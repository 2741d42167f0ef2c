import { hash } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/credentials.ts";
import { canonicalJson } from "./audit/canonical.ts";
import { Refusal } from "./refusal.ts";
import type { Call } from "./verb.ts";

export type IdempotencyKey = string;

type Once = { verb: string; fingerprint: () => unknown; secretFields: readonly string[] };

/**
 * Runs `work` once for an Idempotency-Key, within the caller's transaction. A second request with the key waits for the
 * first on the row, then gets its answer without secrets, or `conflict` if it asked for something else. A request that
 * failed leaves nothing, so it may be tried again with the same key. Kept 24 hours.
 */
export async function answerOnce<T>(db: Db, call: Call, once: Once, work: () => Promise<T>): Promise<T> {
  const key = call.request.idempotencyKey;
  if (key === undefined) return work();
  const { orgId, via } = call.principal;
  const mine = and(
    eq(idempotencyKeys.orgId, orgId),
    eq(idempotencyKeys.credentialId, via.id),
    eq(idempotencyKeys.key, key),
  );
  const fingerprint = hash("sha256", `${once.verb}\n${canonicalJson(await once.fingerprint())}`);
  await db.delete(idempotencyKeys).where(and(mine, sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`));
  const [fresh] = await db
    .insert(idempotencyKeys)
    .values({ orgId, credentialId: via.id, key, verb: once.verb, fingerprint })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (!fresh) {
    const [kept] = await db
      .select()
      .from(idempotencyKeys)
      .where(and(mine, gt(idempotencyKeys.createdAt, sql`now() - interval '24 hours'`)));
    if (!kept || kept.fingerprint !== fingerprint)
      throw new Refusal("conflict", "This Idempotency-Key was used for another request.");
    return kept.answer as T;
  }
  const answer = await work();
  await db
    .update(idempotencyKeys)
    .set({ answer: withoutSecrets(answer, once.secretFields) })
    .where(mine);
  return answer;
}

function withoutSecrets(answer: unknown, secretFields: readonly string[]): unknown {
  if (secretFields.length === 0 || typeof answer !== "object" || answer === null) return answer;
  return { ...answer, ...Object.fromEntries(secretFields.map((field) => [field, null])) };
}
