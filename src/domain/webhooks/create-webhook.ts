import { eq } from "drizzle-orm";
import { CreateWebhookInput, WebhookWithSecret } from "#contract/webhook.ts";
import { Refusal } from "#core/refusal.ts";
import { seal } from "#core/sealing.ts";
import { mutation } from "#core/verb.ts";
import { mintWebhookSecret, SECRET_PURPOSE } from "#core/webhooks/sign-webhook.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";
import { newId } from "#lib/id.ts";
import { auditedWebhook, findWebhook, requireCallable, toWebhook } from "./webhook-view.ts";

const MOST = 50;

/** Makes a webhook of the organization. The answer is the only place where its secret ever stands. */
export const createWebhook = mutation(
  {
    name: "webhooks.create",
    scope: "organizations:write",
    input: CreateWebhookInput,
    output: WebhookWithSecret,
    secretFields: ["secret"],
  },
  async (ctx, { url, description, events }) => {
    const { db, principal, now, runtime } = ctx;
    const { orgId } = principal;
    requireCallable(runtime, url);
    if ((await db.$count(webhookEndpoints, eq(webhookEndpoints.orgId, orgId))) >= MOST)
      throw new Refusal(
        "conflict",
        `An organization has at most ${MOST} webhooks. Delete one that is no longer needed.`,
      );
    const secret = mintWebhookSecret();
    const id = newId("whk", now.getTime());
    await db.insert(webhookEndpoints).values({
      id,
      orgId,
      url,
      description,
      events,
      sealedSecret: seal(runtime.config.secret, SECRET_PURPOSE, secret),
      createdBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findWebhook(db, principal, id);
    const after = auditedWebhook(made);
    ctx.record({ action: "webhook.created", target: { type: "webhook", id, name: after.host }, after });
    return { ...toWebhook(made), secret };
  },
);
