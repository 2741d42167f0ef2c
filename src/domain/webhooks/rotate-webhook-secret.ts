import { sql } from "drizzle-orm";
import { RotateWebhookSecretInput, WebhookWithSecret } from "#contract/webhook.ts";
import { requireVersion } from "#core/precondition.ts";
import { seal } from "#core/sealing.ts";
import { mutation } from "#core/verb.ts";
import { mintWebhookSecret, SECRET_PURPOSE } from "#core/webhooks/sign-webhook.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";
import { findWebhook, isWebhook, lockWebhook, toWebhook } from "./webhook-view.ts";

/**
 * Gives a webhook a new secret. For `overlap_seconds` each message carries a signature by both, so that the receiver
 * may change over when it likes; a still older secret ends now.
 */
export const rotateWebhookSecret = mutation(
  {
    name: "webhooks.rotate_secret",
    scope: "organizations:write",
    input: RotateWebhookSecretInput,
    output: WebhookWithSecret,
    secretFields: ["secret"],
  },
  async (ctx, { id, overlap_seconds }) => {
    const { db, principal, now, runtime } = ctx;
    const before = await lockWebhook(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.version);
    const secret = mintWebhookSecret();
    const ends = new Date(now.getTime() + overlap_seconds * 1000);
    await db
      .update(webhookEndpoints)
      .set({
        sealedPreviousSecret: overlap_seconds > 0 ? sql`${webhookEndpoints.sealedSecret}` : null,
        previousSecretExpiresAt: overlap_seconds > 0 ? ends : null,
        sealedSecret: seal(runtime.config.secret, SECRET_PURPOSE, secret),
        updatedAt: now,
        version: sql`${webhookEndpoints.version} + 1`,
      })
      .where(isWebhook(principal, id));
    const after = await findWebhook(db, principal, id);
    ctx.record({
      action: "webhook.secret_rotated",
      target: { type: "webhook", id, name: new URL(after.url).host },
      after: { previous_secret_expires_at: after.previousSecretExpiresAt?.toISOString() ?? null },
    });
    return { ...toWebhook(after), secret };
  },
);
