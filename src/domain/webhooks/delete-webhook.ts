import { Webhook, WebhookId } from "#contract/webhook.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";
import { auditedWebhook, isWebhook, lockWebhook, toWebhook } from "./webhook-view.ts";

/** Deletes a webhook with its deliveries and their log. */
export const deleteWebhook = mutation(
  { name: "webhooks.delete", scope: "organizations:write", input: WebhookId, output: Webhook },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const webhook = await lockWebhook(db, principal, id);
    requireVersion(ctx.request.ifMatch, webhook.version);
    await db.delete(webhookEndpoints).where(isWebhook(principal, id));
    const before = auditedWebhook(webhook);
    ctx.record({ action: "webhook.deleted", target: { type: "webhook", id, name: before.host }, before });
    return toWebhook(webhook);
  },
);
