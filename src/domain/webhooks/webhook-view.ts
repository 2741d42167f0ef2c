import { and, eq } from "drizzle-orm";
import type { Webhook } from "#contract/webhook.ts";
import { OutgoingRefused, outgoingGuard } from "#core/net/outgoing-guard.ts";
import type { Principal } from "#core/principal.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import type { Db } from "#db/client.ts";
import { users } from "#db/schema/users.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";

/** What everybody sees of a webhook. The sealed secrets are not among these. */
const columns = {
  id: webhookEndpoints.id,
  url: webhookEndpoints.url,
  description: webhookEndpoints.description,
  events: webhookEndpoints.events,
  disabledAt: webhookEndpoints.disabledAt,
  disabledReason: webhookEndpoints.disabledReason,
  failingSince: webhookEndpoints.failingSince,
  previousSecretExpiresAt: webhookEndpoints.previousSecretExpiresAt,
  createdAt: webhookEndpoints.createdAt,
  updatedAt: webhookEndpoints.updatedAt,
  version: webhookEndpoints.version,
  createdBy: { id: users.id, name: users.name },
};

export const selectWebhooks = (db: Db) =>
  db.select(columns).from(webhookEndpoints).innerJoin(users, eq(users.id, webhookEndpoints.createdBy));
export type WebhookRow = Awaited<ReturnType<typeof selectWebhooks>>[number];

const iso = (time: Date | null) => time?.toISOString() ?? null;

export function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    enabled: row.disabledAt === null,
    disabled_at: iso(row.disabledAt),
    disabled_reason: row.disabledReason,
    failing_since: iso(row.failingSince),
    previous_secret_expires_at: iso(row.previousSecretExpiresAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    created_by: row.createdBy,
    version: row.version,
  };
}

export const isWebhook = ({ orgId }: Principal, id: string) =>
  and(eq(webhookEndpoints.orgId, orgId), eq(webhookEndpoints.id, id));

/** One webhook of the caller's organization, or `not_found`. */
export async function findWebhook(db: Db, principal: Principal, id: string): Promise<WebhookRow> {
  const [row] = await selectWebhooks(db).where(isWebhook(principal, id));
  if (!row) throw new Refusal("not_found", "There is no such webhook.");
  return row;
}

/** The same, locked until the end of the transaction. */
export async function lockWebhook(db: Db, principal: Principal, id: string): Promise<WebhookRow> {
  await db.select({ id: webhookEndpoints.id }).from(webhookEndpoints).where(isWebhook(principal, id)).for("update");
  return findWebhook(db, principal, id);
}

/** What the audit log keeps. Of the URL only the host: some receivers put a secret into the path. */
export const auditedWebhook = (row: Pick<WebhookRow, "url" | "description" | "events" | "disabledAt">) => ({
  host: new URL(row.url).host,
  description: row.description,
  events: row.events,
  enabled: row.disabledAt === null,
});

/** Refuses a URL that could never be called. */
export function requireCallable({ config }: Runtime, url: string): void {
  try {
    outgoingGuard(config.outgoingAllowedRanges).requireUrl(new URL(url));
  } catch (error) {
    if (error instanceof OutgoingRefused) throw invalidField("url", "not_allowed", error.message);
    throw error;
  }
}
