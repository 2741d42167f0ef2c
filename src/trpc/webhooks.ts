import { createWebhook } from "#domain/webhooks/create-webhook.ts";
import { deleteWebhook } from "#domain/webhooks/delete-webhook.ts";
import { getDelivery } from "#domain/webhooks/get-delivery.ts";
import { getWebhook } from "#domain/webhooks/get-webhook.ts";
import { listDeliveries } from "#domain/webhooks/list-deliveries.ts";
import { listWebhooks } from "#domain/webhooks/list-webhooks.ts";
import { resendDelivery } from "#domain/webhooks/resend-delivery.ts";
import { rotateWebhookSecret } from "#domain/webhooks/rotate-webhook-secret.ts";
import { testWebhook } from "#domain/webhooks/test-webhook.ts";
import { updateWebhook } from "#domain/webhooks/update-webhook.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const webhooksRouter = router({
  list: asQuery(listWebhooks),
  get: asQuery(getWebhook),
  create: asMutation(createWebhook),
  update: asMutation(updateWebhook),
  delete: asMutation(deleteWebhook),
  rotateSecret: asMutation(rotateWebhookSecret),
  test: asMutation(testWebhook),
  deliveries: asQuery(listDeliveries),
  delivery: asQuery(getDelivery),
  resend: asMutation(resendDelivery),
});
