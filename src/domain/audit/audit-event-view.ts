import type { AuditEvent } from "#contract/audit-event.ts";
import type { AuditRow } from "#core/audit/chain.ts";

/** An event as it goes over the wire. */
export function toAuditEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    seq: row.seq,
    time: row.time.toISOString(),
    action: row.action,
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    credential_id: row.credentialId,
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    before: row.before as AuditEvent["before"],
    after: row.after as AuditEvent["after"],
    ip: row.ip,
    user_agent: row.userAgent,
    request_id: row.requestId,
    prev_hash: row.prevHash,
    hash: row.hash,
  };
}
