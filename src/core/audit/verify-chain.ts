import { and, asc, eq, gt } from "drizzle-orm";
import type { ChainReport } from "#contract/audit-event.ts";
import type { Db } from "#db/client.ts";
import { auditChains, auditEvents } from "#db/schema/audit.ts";
import { eventHash, GENESIS, headText } from "./chain.ts";
import type { AuditSigner } from "./signer.ts";

const BATCH = 1000;

/**
 * Walks an organization's chain from its first event to its signed head. Names the first event that was altered, is
 * missing, or was cut off at the end. Memory is one batch, whatever the length.
 */
export async function verifyChain(db: Db, signer: Pick<AuditSigner, "verify">, orgId: string): Promise<ChainReport> {
  const [head] = await db.select().from(auditChains).where(eq(auditChains.orgId, orgId));
  const signed = head !== undefined && signer.verify(headText(orgId, head.seq, head.hash), head.signature);
  let seq = 0;
  let hash = GENESIS;
  const report = (brokenAt: number | null, reason: string | null): ChainReport => ({
    valid: brokenAt === null,
    events: seq,
    head_hash: hash,
    signed,
    broken_at: brokenAt,
    reason,
  });

  for (;;) {
    const batch = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.orgId, orgId), gt(auditEvents.seq, seq)))
      .orderBy(asc(auditEvents.seq))
      .limit(BATCH);
    for (const event of batch) {
      if (event.seq !== seq + 1) return report(seq + 1, "This event is missing.");
      if (event.prevHash !== hash) return report(event.seq, "This event does not follow from the one before it.");
      if (eventHash(event) !== event.hash) return report(event.seq, "This event was altered.");
      seq = event.seq;
      hash = event.hash;
    }
    if (batch.length < BATCH) break;
  }
  if (!head)
    return seq === 0 ? { ...report(null, null), signed: true } : report(1, "The head of the chain is missing.");
  if (head.seq > seq) return report(seq + 1, `The chain was cut: its head says ${head.seq} events.`);
  if (head.seq < seq || head.hash !== hash)
    return report(Math.min(head.seq, seq) || 1, "The head of the chain was altered.");
  if (!signed) return report(head.seq || 1, "The signature of the chain's head is not this installation's.");
  return report(null, null);
}
