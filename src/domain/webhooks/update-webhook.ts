import { sql } from "drizzle-orm";
import { UpdateWebhookInput, Webhook } from "#contract/webhook.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";
import { auditedWebhook, findWebhook, isWebhook, lockWebhook, requireCallable, toWebhook } from "./webhook-view.ts";

/** Changes where a webhook goes and what for, or switches it off or on. Switched on, it is given a fresh start. */
export const updateWebhook = mutation(
  { name: "webhooks.update", scope: "organizations:write", input: UpdateWebhookInput, output: Webhook },
  async (ctx, { id, url, description, events, enabled }) => {
    const { db, principal, now, runtime } = ctx;
    const before = await lockWebhook(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.version);
    if (url !== undefined) requireCallable(runtime, url);
    await db
      .update(webhookEndpoints)
      .set({
        ...(url !== undefined && { url }),
        ...(description !== undefined && { description }),
        ...(events !== undefined && { events }),
        ...(enabled === true && { disabledAt: null, disabledReason: null, failingSince: null }),
        ...(enabled === false && before.disabledAt === null && { disabledAt: now, disabledReason: null }),
        updatedAt: now,
        version: sql`${webhookEndpoints.version} + 1`,
      })
      .where(isWebhook(principal, id));
    const after = await findWebhook(db, principal, id);
    ctx.record({
      action: "webhook.updated",
      target: { type: "webhook", id, name: new URL(after.url).host },
      before: auditedWebhook(before),
      after: { ...auditedWebhook(after), url_changed: before.url !== after.url },
    });
    return toWebhook(after);
  },
);
