import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { auditChains, auditEvents } from "#db/schema/audit.ts";
import { newId } from "#lib/id.ts";
import { raiseAlertsOfEvents } from "../alerts/alerts-of-events.ts";
import { type AuditRow, eventHash, GENESIS, headText } from "./chain.ts";
import type { AuditSigner } from "./signer.ts";

/** What a mutation says it did. `before` and `after` hold no secrets. */
export type Recorded = {
  action: `${string}.${string}`;
  target: { type: string; id: string; name?: string | null };
  before?: unknown;
  after?: unknown;
};

/** Who did it, through what, from where. */
export type AuditOrigin = {
  orgId: string;
  actor: { type: "user" | "api_key" | "system" | "anonymous"; id: string; name: string };
  credentialId: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
};

/**
 * Adds events to an organization's chain inside the caller's transaction, and signs its new head. The row lock on the
 * head puts concurrent mutations of one organization in order; it is taken last, so it is held only briefly. Whoever
 * should know of an event is told by the same transaction.
 */
export async function appendAudit(
  tx: Db,
  signer: AuditSigner,
  origin: AuditOrigin,
  recorded: readonly Recorded[],
  now: Date,
): Promise<void> {
  const { orgId, actor } = origin;
  const start = { orgId, seq: 0, hash: GENESIS, signature: signer.sign(headText(orgId, 0, GENESIS)) };
  await tx.insert(auditChains).values(start).onConflictDoNothing();
  const [head] = await tx.select().from(auditChains).where(eq(auditChains.orgId, orgId)).for("update");
  if (!head) throw new Error("audit chain has no head");

  let { seq, hash } = head;
  const rows: AuditRow[] = recorded.map(({ action, target, before, after }) => {
    seq += 1;
    const event = {
      orgId,
      seq,
      id: newId("evt", now.getTime()),
      time: now,
      action,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      credentialId: origin.credentialId,
      targetType: target.type,
      targetId: target.id,
      targetName: target.name ?? null,
      before: before ?? null,
      after: after ?? null,
      ip: origin.ip,
      userAgent: origin.userAgent,
      requestId: origin.requestId,
      prevHash: hash,
    };
    hash = eventHash(event);
    return { ...event, hash };
  });
  await tx.insert(auditEvents).values(rows);
  const signature = signer.sign(headText(orgId, seq, hash));
  await tx.update(auditChains).set({ seq, hash, signature }).where(eq(auditChains.orgId, orgId));
  await raiseAlertsOfEvents(tx, orgId, rows, now);
}
