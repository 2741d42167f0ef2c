import { hash } from "node:crypto";
import type { auditEvents } from "#db/schema/audit.ts";
import { canonicalJson } from "./canonical.ts";

export type AuditRow = typeof auditEvents.$inferSelect;

/** The hash before the first event of an organization. */
export const GENESIS = "0".repeat(64);

/** SHA-256 over everything in the event and the hash of the one before it. Hexadecimal. */
export function eventHash(event: Omit<AuditRow, "hash">): string {
  const { orgId, seq, id, time, action, actorType, actorId, actorName, credentialId, targetType, targetId } = event;
  const { targetName, before, after, ip, userAgent, requestId, prevHash } = event;
  return hash(
    "sha256",
    canonicalJson([
      orgId,
      seq,
      id,
      time,
      action,
      actorType,
      actorId,
      actorName,
      credentialId,
      targetType,
      targetId,
      targetName,
      before,
      after,
      ip,
      userAgent,
      requestId,
      prevHash,
    ]),
  );
}

/** What the signature of a chain's head covers. */
export const headText = (orgId: string, seq: number, headHash: string): string =>
  `gatehouse audit head\n${orgId}\n${seq}\n${headHash}`;
