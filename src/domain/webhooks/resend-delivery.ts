import { sql } from "drizzle-orm";
import { DeliveryId, WebhookDelivery } from "#contract/webhook.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { webhookDeliveries } from "#db/schema/webhooks.ts";
import { findDelivery, isDelivery, toDelivery } from "./delivery-view.ts";

/** Sends a delivery again, now and with three days of attempts anew. Its `webhook-id` stays: it is the same event. */
export const resendDelivery = mutation(
  { name: "webhooks.resend", scope: "organizations:write", input: DeliveryId, output: WebhookDelivery },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await findDelivery(db, principal, id);
    if (!before.enabled) throw new Refusal("conflict", "This webhook is switched off. Switch it on first.");
    await db
      .update(webhookDeliveries)
      .set({
        status: "pending",
        roundAttempts: 0,
        roundStartedAt: sql`clock_timestamp()`,
        nextAttemptAt: sql`clock_timestamp()`,
      })
      .where(isDelivery(principal, id));
    ctx.record({
      action: "webhook_delivery.resent",
      target: { type: "webhook_delivery", id, name: new URL(before.url).host },
      after: { webhook_id: before.delivery.endpointId, event: before.delivery.event },
    });
    return toDelivery(await findDelivery(db, principal, id));
  },
);
