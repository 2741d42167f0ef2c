import { and, arrayOverlaps, eq, isNull, sql } from "drizzle-orm";
import type { AlertKind } from "#contract/alert.ts";
import type { Db } from "#db/client.ts";
import { webhookDeliveries, webhookEndpoints } from "#db/schema/webhooks.ts";
import { newId } from "#lib/id.ts";
import { alertSummary } from "./alert-summary.ts";

/** Something that somebody should know. `data` holds no secret: it goes out by mail and by webhook. */
export type AlertDraft = {
  kind: AlertKind;
  subject: { type: string; id: string; name: string | null };
  data: Record<string, unknown>;
  /** Whose it is: they get it besides the owners and admins of the organization. */
  ownerId: string | null;
  /** Nobody's but the owner's: a credential of theirs that is none of the organization's. */
  personal?: boolean;
  /** Whatever has the same key in an organization is said once, however often it is raised. */
  onceKey?: string;
};

type Made = AlertDraft & { id: string };

/**
 * Writes alerts in the caller's transaction: for each the people who get it, by what they chose, and a delivery for each
 * webhook that listens. Mail and webhooks are sent by the background work once this is committed.
 */
export async function raiseAlerts(db: Db, orgId: string, drafts: readonly AlertDraft[], now: Date): Promise<void> {
  if (drafts.length === 0) return;
  const made = await insertAlerts(db, orgId, drafts, now);
  if (made.length === 0) return;
  await insertRecipients(db, orgId, made);
  await insertDeliveries(db, orgId, made, now);
}

async function insertAlerts(db: Db, orgId: string, drafts: readonly AlertDraft[], now: Date): Promise<Made[]> {
  const all = drafts.map((draft) => ({ ...draft, id: newId("alert", now.getTime()) }));
  const rows = all.map(({ id, kind, onceKey = null, subject, data }) => ({
    id,
    kind,
    once_key: onceKey,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_name: subject.name,
    data,
  }));
  const inserted = await db.execute<{ id: string }>(sql`
    insert into alerts (id, org_id, kind, once_key, subject_type, subject_id, subject_name, data, created_at)
    select d.id, o.id, d.kind, d.once_key, d.subject_type, d.subject_id, d.subject_name, d.data,
      ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id text, kind text, once_key text, subject_type text,
      subject_id text, subject_name text, data jsonb)
    join organizations o on o.id = ${orgId}
    on conflict (org_id, once_key) do nothing returning id`);
  const ids = new Set(inserted.map(({ id }) => id));
  return all.filter(({ id }) => ids.has(id));
}

async function insertRecipients(db: Db, orgId: string, made: readonly Made[]): Promise<void> {
  const rows = made.map(({ id, kind, ownerId, personal = false }) => ({ id, kind, owner_id: ownerId, personal }));
  await db.execute(sql`
    insert into alert_recipients (alert_id, org_id, user_id, in_console, mail_due)
    select d.id, m.org_id, u.id, coalesce(p.in_console, true), coalesce(p.by_mail, true) and u.email is not null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id text, kind text, owner_id text, personal boolean)
    join memberships m on m.org_id = ${orgId}
      and (m.user_id = d.owner_id or (not d.personal and m.role in ('owner', 'admin')))
    join users u on u.id = m.user_id and u.kind = 'person' and u.disabled_at is null
    left join alert_preferences p on p.org_id = m.org_id and p.user_id = m.user_id and p.kind = d.kind
    where coalesce(p.in_console, true) or coalesce(p.by_mail, true)`);
}

async function insertDeliveries(db: Db, orgId: string, made: readonly Made[], now: Date): Promise<void> {
  const events = made.filter(({ personal }) => !personal);
  if (events.length === 0) return;
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const listening = await db
    .select({ id: webhookEndpoints.id, events: webhookEndpoints.events })
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.orgId, orgId),
        isNull(webhookEndpoints.disabledAt),
        arrayOverlaps(webhookEndpoints.events, kinds),
      ),
    );
  const deliveries = listening.flatMap((endpoint) =>
    events
      .filter(({ kind }) => endpoint.events.includes(kind))
      .map((alert) => ({
        id: newId("msg", now.getTime()),
        orgId,
        endpointId: endpoint.id,
        event: alert.kind,
        payload: eventPayload(orgId, alert, now),
      })),
  );
  if (deliveries.length > 0) await db.insert(webhookDeliveries).values(deliveries);
}

/** The body that a webhook gets (Standard Webhooks: type, timestamp, data). */
function eventPayload(orgId: string, { id, kind, subject, data }: Made, now: Date): string {
  const summary = alertSummary(kind, subject.name, data);
  return JSON.stringify({
    type: kind,
    timestamp: now.toISOString(),
    data: { alert_id: id, organization_id: orgId, summary, subject, ...data },
  });
}
