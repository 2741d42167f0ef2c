import { WebhookDelivery, WebhookId } from "#contract/webhook.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { webhookDeliveries } from "#db/schema/webhooks.ts";
import { newId } from "#lib/id.ts";
import { findDelivery, toDelivery } from "./delivery-view.ts";
import { findWebhook } from "./webhook-view.ts";

/** Sends a test event, signed and retried as every other. */
export const testWebhook = mutation(
  { name: "webhooks.test", scope: "organizations:write", input: WebhookId, output: WebhookDelivery },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const webhook = await findWebhook(db, principal, id);
    if (webhook.disabledAt !== null) throw new Refusal("conflict", "This webhook is switched off. Switch it on first.");
    const delivery = newId("msg", now.getTime());
    const { orgId } = principal;
    const payload = JSON.stringify({
      type: "webhook.test",
      timestamp: now.toISOString(),
      data: { organization_id: orgId, summary: "This is a test." },
    });
    await db.insert(webhookDeliveries).values({ id: delivery, orgId, endpointId: id, event: "webhook.test", payload });
    const name = new URL(webhook.url).host;
    ctx.record({ action: "webhook.tested", target: { type: "webhook", id, name }, after: { delivery_id: delivery } });
    return toDelivery(await findDelivery(db, principal, delivery));
  },
);
