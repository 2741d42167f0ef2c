import { Webhook, WebhookId } from "#contract/webhook.ts";
import { query } from "#core/verb.ts";
import { findWebhook, toWebhook } from "./webhook-view.ts";

/** One webhook of the organization. */
export const getWebhook = query(
  { name: "webhooks.get", scope: "organizations:write", input: WebhookId, output: Webhook },
  async ({ db, principal }, { id }) => toWebhook(await findWebhook(db, principal, id)),
);
