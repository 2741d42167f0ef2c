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
import { operation } from "./operation.ts";

const tag = "Webhooks";

export const webhookOperations = [
  operation({
    id: "listWebhooks",
    method: "GET",
    path: "/webhooks",
    tag,
    summary: "List webhooks",
    verb: listWebhooks,
  }),
  operation({
    id: "createWebhook",
    method: "POST",
    path: "/webhooks",
    tag,
    summary: "Create a webhook",
    description: "The answer holds the secret for checking signatures. It is shown this once.",
    status: 201,
    verb: createWebhook,
    etag: true,
  }),
  operation({
    id: "getWebhook",
    method: "GET",
    path: "/webhooks/{id}",
    tag,
    summary: "Get a webhook",
    verb: getWebhook,
    etag: true,
  }),
  operation({
    id: "updateWebhook",
    method: "PATCH",
    path: "/webhooks/{id}",
    tag,
    summary: "Change a webhook, or switch it off or on",
    verb: updateWebhook,
    etag: true,
  }),
  operation({
    id: "deleteWebhook",
    method: "DELETE",
    path: "/webhooks/{id}",
    tag,
    summary: "Delete a webhook and its log",
    verb: deleteWebhook,
    etag: true,
  }),
  operation({
    id: "rotateWebhookSecret",
    method: "POST",
    path: "/webhooks/{id}/rotate-secret",
    tag,
    summary: "Give a webhook a new secret",
    description: "For overlap_seconds messages are signed with the former secret as well.",
    verb: rotateWebhookSecret,
    etag: true,
  }),
  operation({
    id: "testWebhook",
    method: "POST",
    path: "/webhooks/{id}/test",
    tag,
    summary: "Send a test event to a webhook",
    status: 202,
    verb: testWebhook,
  }),
  operation({
    id: "listWebhookDeliveries",
    method: "GET",
    path: "/webhooks/{id}/deliveries",
    tag,
    summary: "What was sent to a webhook",
    verb: listDeliveries,
  }),
  operation({
    id: "getWebhookDelivery",
    method: "GET",
    path: "/webhook-deliveries/{id}",
    tag,
    summary: "One delivery with its body and the answers to it",
    verb: getDelivery,
  }),
  operation({
    id: "resendWebhookDelivery",
    method: "POST",
    path: "/webhook-deliveries/{id}/resend",
    tag,
    summary: "Send a delivery again",
    status: 202,
    verb: resendDelivery,
  }),
];
