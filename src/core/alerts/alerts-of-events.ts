import { inArray, sql } from "drizzle-orm";
import type { AlertKind } from "#contract/alert.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { sessions } from "#db/schema/users.ts";
import type { AuditRow } from "../audit/chain.ts";
import { type AlertDraft, raiseAlerts } from "./raise-alerts.ts";

/** Audit events that somebody is told of. What is not here stays in the audit log alone. */
const kindOfAction: Record<string, AlertKind> = {
  "key.created": "key.created",
  "token.created": "key.created",
  "private_token.created": "key.created",
  "key.rotated": "key.rotated",
  "key.revoked": "key.revoked",
  "token.revoked": "key.revoked",
  "private_token.revoked": "key.revoked",
  "key.leaked": "key.leaked",
  "token.leaked": "key.leaked",
  "private_token.leaked": "key.leaked",
  "session.leaked": "key.leaked",
  "webhook.disabled": "webhook.disabled",
};

/** What of an event's `after` an alert repeats. */
const repeated = ["previous_secret_expires_at", "expires_at", "reason", "source", "found_at", "former_secret"];

/** Tells of audit events, in their transaction: the alert is there if and only if what it speaks of has happened. */
export async function raiseAlertsOfEvents(
  db: Db,
  orgId: string,
  events: readonly AuditRow[],
  now: Date,
): Promise<void> {
  const telling = events.filter(({ action }) => action in kindOfAction);
  if (telling.length === 0) return;
  const ids = telling.map(({ targetId }) => targetId);
  const found = await db
    .select({ id: credentials.id, orgId: credentials.orgId, ownerId: credentials.ownerId, hint: credentials.hint })
    .from(credentials)
    .where(inArray(credentials.id, ids))
    .unionAll(
      db
        .select({ id: sessions.id, orgId: sql<null>`null::text`, ownerId: sessions.userId, hint: sql<string>`''` })
        .from(sessions)
        .where(inArray(sessions.id, ids)),
    );
  const byId = new Map(found.map((row) => [row.id, row]));
  const drafts = telling.map((event): AlertDraft => {
    const credential = byId.get(event.targetId);
    const after = (event.after ?? {}) as Record<string, unknown>;
    return {
      kind: kindOfAction[event.action] as AlertKind,
      subject: { type: event.targetType, id: event.targetId, name: event.targetName },
      ownerId: credential?.ownerId ?? null,
      personal: credential !== undefined && credential.orgId === null,
      data: {
        audit_event_id: event.id,
        actor: { type: event.actorType, id: event.actorId, name: event.actorName },
        ...(credential?.hint && { hint: credential.hint }),
        ...Object.fromEntries(repeated.filter((name) => after[name] != null).map((name) => [name, after[name]])),
      },
    };
  });
  await raiseAlerts(db, orgId, drafts, now);
}
