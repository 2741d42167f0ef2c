import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "#db/schema/webhooks.ts";
import { appendAudit } from "../audit/append.ts";
import type { OutgoingAnswer } from "../net/send-request.ts";
import type { Runtime } from "../runtime.ts";
import { inTenant } from "../tenant.ts";
import { GIVE_UP_AFTER_MS, retryPause } from "./retry-pause.ts";
import type { Taken } from "./send-delivery.ts";

/** How an attempt went. `error` says why there is no answer. */
export type Attempt = { time: Date; durationMs: number; answer: OutgoingAnswer | null; error: string | null };

const GONE = 410;

/**
 * Writes an attempt into the log and decides what comes of it, in one transaction: done, tried again later, or given up.
 * An endpoint that has failed for three days, or that says it is gone, is switched off, and its organization is told.
 */
export async function finishAttempt(runtime: Runtime, taken: Taken, attempt: Attempt): Promise<void> {
  const { answer, time } = attempt;
  const succeeded = answer !== null && answer.status >= 200 && answer.status < 300;
  await inTenant(runtime.db, { orgId: taken.org_id }, async (db) => {
    const sinceMs = time.getTime() - new Date(taken.round_started_at).getTime();
    const pause = succeeded ? null : retryPause(taken.round_attempts, sinceMs, Math.random());
    const status = succeeded ? "succeeded" : pause === null ? "failed" : "pending";
    const [delivery] = await db
      .update(webhookDeliveries)
      .set({
        status,
        leasedUntil: null,
        ...(pause !== null && { nextAttemptAt: sql`clock_timestamp() + ${pause} * interval '1 millisecond'` }),
      })
      .where(and(eq(webhookDeliveries.orgId, taken.org_id), eq(webhookDeliveries.id, taken.id)))
      .returning({ id: webhookDeliveries.id });
    // Its webhook was deleted meanwhile, and the log with it.
    if (!delivery) return;
    await db.insert(webhookAttempts).values({
      deliveryId: taken.id,
      orgId: taken.org_id,
      number: taken.attempts,
      time,
      durationMs: attempt.durationMs,
      status: answer?.status ?? null,
      responseHeaders: answer?.headers ?? null,
      // Text in PostgreSQL holds no NUL.
      responseBody: answer?.body.replaceAll("\0", "\ufffd") ?? null,
      error: attempt.error,
    });
    await noteHealth(db, runtime, taken, succeeded, answer?.status === GONE, time);
  });
}

async function noteHealth(
  db: Db,
  runtime: Runtime,
  { org_id: orgId, endpoint_id: id }: Taken,
  succeeded: boolean,
  gone: boolean,
  now: Date,
): Promise<void> {
  const mine = and(eq(webhookEndpoints.orgId, orgId), eq(webhookEndpoints.id, id), isNull(webhookEndpoints.disabledAt));
  const [endpoint] = await db
    .update(webhookEndpoints)
    .set({ failingSince: succeeded ? null : sql`coalesce(${webhookEndpoints.failingSince}, ${now.toISOString()})` })
    .where(mine)
    .returning();
  if (!endpoint || succeeded) return;
  const failingMs = now.getTime() - (endpoint.failingSince?.getTime() ?? now.getTime());
  if (!gone && failingMs < GIVE_UP_AFTER_MS) return;
  const reason = gone ? "The receiver answered 410 Gone." : "Every attempt of three days has failed.";
  await db
    .update(webhookEndpoints)
    .set({ disabledAt: now, disabledReason: reason, updatedAt: now, version: sql`${webhookEndpoints.version} + 1` })
    .where(mine);
  const origin = {
    orgId,
    actor: { type: "system" as const, id: "webhooks", name: "Webhooks" },
    credentialId: null,
    ip: null,
    userAgent: null,
    requestId: null,
  };
  const { host } = new URL(endpoint.url);
  const event = {
    action: "webhook.disabled" as const,
    target: { type: "webhook", id, name: host },
    before: { enabled: true },
    after: { enabled: false, reason },
  };
  await appendAudit(db, runtime.auditSigner, origin, [event], now);
}
