import * as z from "zod";
import { alertKindNames } from "./alert.ts";
import { idOf, listOf, PageInput } from "./list.ts";

/** What a webhook can be called for: every kind of alert. */
export const WebhookEvent = z.enum(alertKindNames);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const Url = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), "A URL such as https://example.com/hooks.")
  .refine((text) => {
    const { username, password, hash } = URL.canParse(text) ? new URL(text) : { username: "", password: "", hash: "" };
    return username + password + hash === "";
  }, "A URL without a user name, a password or a fragment.");
const Description = z.string().trim().max(200).nullable();
const Events = z
  .array(WebhookEvent)
  .min(1, "Choose at least one event.")
  .max(alertKindNames.length)
  .transform((events) => alertKindNames.filter((event) => events.includes(event)));

export const Webhook = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(WebhookEvent),
  enabled: z.boolean(),
  disabled_at: z.string().nullable(),
  disabled_reason: z.string().nullable(),
  failing_since: z.string().nullable().describe("When attempts began to fail; null: the last one did not"),
  previous_secret_expires_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
});
export type Webhook = z.infer<typeof Webhook>;
/** `secret` is in the answer of its creation only; null in one that is repeated by Idempotency-Key. */
export const WebhookWithSecret = Webhook.extend({ secret: z.string().nullable() });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

export const ListWebhooksInput = z.strictObject(PageInput);
export const ListedWebhooks = listOf(Webhook);
export const WebhookId = z.strictObject({ id: idOf("whk") });
export const CreateWebhookInput = z.strictObject({
  url: Url.describe("https, or http into the ranges that the operator allows"),
  description: Description.default(null),
  events: Events,
});
/** A JSON merge patch: what is left out stays. */
export const UpdateWebhookInput = z.strictObject({
  id: idOf("whk"),
  url: Url.optional(),
  description: Description.optional(),
  events: Events.optional(),
  enabled: z.boolean().optional(),
});
export const RotateWebhookSecretInput = z.strictObject({
  id: idOf("whk"),
  overlap_seconds: z
    .int()
    .min(0)
    .max(604_800)
    .default(86_400)
    .describe("How long messages carry a signature by the former secret as well"),
});

export const DeliveryStatus = z.enum(["pending", "succeeded", "failed"]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const WebhookDelivery = z.object({
  id: z.string().describe("Sent as webhook-id, the same in every attempt"),
  webhook_id: z.string(),
  event: z.enum([...alertKindNames, "webhook.test"]),
  status: DeliveryStatus,
  attempts: z.int(),
  created_at: z.string(),
  next_attempt_at: z.string().nullable().describe("Null: there will be none"),
  last_status: z.int().nullable().describe("HTTP status of the last attempt"),
  last_error: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
export const ListDeliveriesInput = z.strictObject({
  id: idOf("whk"),
  ...PageInput,
  status: DeliveryStatus.optional(),
});
export const ListedDeliveries = listOf(WebhookDelivery);
export const DeliveryId = z.strictObject({ id: idOf("msg") });

export const WebhookDeliveryDetail = WebhookDelivery.extend({
  url: z.string(),
  payload: z.string().describe("The body that was sent, as its signature covers it"),
  log: z.array(
    z.object({
      number: z.int(),
      time: z.string(),
      duration_ms: z.int(),
      status: z.int().nullable(),
      response_headers: z.record(z.string(), z.string()).nullable(),
      response_body: z.string().nullable().describe("Its first 4 KiB"),
      error: z.string().nullable(),
    }),
  ),
});
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>;
