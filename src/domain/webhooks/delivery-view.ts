import { and, eq, sql } from "drizzle-orm";
import type { WebhookDelivery } from "#contract/webhook.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "#db/schema/webhooks.ts";

/** Deliveries with the outcome of the last attempt, which is the one that has the number `attempts`. */
export const selectDeliveries = (db: Db) =>
  db
    .select({
      delivery: webhookDeliveries,
      url: webhookEndpoints.url,
      enabled: sql<boolean>`${webhookEndpoints.disabledAt} is null`,
      lastStatus: webhookAttempts.status,
      lastError: webhookAttempts.error,
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .leftJoin(
      webhookAttempts,
      and(eq(webhookAttempts.deliveryId, webhookDeliveries.id), eq(webhookAttempts.number, webhookDeliveries.attempts)),
    );
export type DeliveryRow = Awaited<ReturnType<typeof selectDeliveries>>[number];

export function toDelivery({ delivery, enabled, lastStatus, lastError }: DeliveryRow): WebhookDelivery {
  const waits = delivery.status === "pending" && enabled;
  return {
    id: delivery.id,
    webhook_id: delivery.endpointId,
    event: delivery.event,
    status: delivery.status,
    attempts: delivery.attempts,
    created_at: delivery.createdAt.toISOString(),
    next_attempt_at: waits ? delivery.nextAttemptAt.toISOString() : null,
    last_status: lastStatus,
    last_error: lastError,
  };
}

export const isDelivery = ({ orgId }: Principal, id: string) =>
  and(eq(webhookDeliveries.orgId, orgId), eq(webhookDeliveries.id, id));

/** One delivery of the caller's organization, or `not_found`. */
export async function findDelivery(db: Db, principal: Principal, id: string): Promise<DeliveryRow> {
  const [row] = await selectDeliveries(db).where(isDelivery(principal, id));
  if (!row) throw new Refusal("not_found", "There is no such delivery.");
  return row;
}
