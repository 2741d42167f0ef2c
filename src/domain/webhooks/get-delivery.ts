import { and, desc, eq } from "drizzle-orm";
import { DeliveryId, WebhookDeliveryDetail } from "#contract/webhook.ts";
import { query } from "#core/verb.ts";
import { webhookAttempts } from "#db/schema/webhooks.ts";
import { findDelivery, toDelivery } from "./delivery-view.ts";

const SHOWN = 50;

/** One delivery with its body and its last 50 attempts, the newest first. */
export const getDelivery = query(
  { name: "webhooks.delivery", scope: "organizations:write", input: DeliveryId, output: WebhookDeliveryDetail },
  async ({ db, principal }, { id }) => {
    const found = await findDelivery(db, principal, id);
    const attempts = await db
      .select()
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.orgId, principal.orgId), eq(webhookAttempts.deliveryId, id)))
      .orderBy(desc(webhookAttempts.number))
      .limit(SHOWN);
    return {
      ...toDelivery(found),
      url: found.url,
      payload: found.delivery.payload,
      log: attempts.map((attempt) => ({
        number: attempt.number,
        time: attempt.time.toISOString(),
        duration_ms: attempt.durationMs,
        status: attempt.status,
        response_headers: attempt.responseHeaders,
        response_body: attempt.responseBody,
        error: attempt.error,
      })),
    };
  },
);
