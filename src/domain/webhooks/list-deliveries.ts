import { and, desc, eq, lt } from "drizzle-orm";
import { ListDeliveriesInput, ListedDeliveries } from "#contract/webhook.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { webhookDeliveries } from "#db/schema/webhooks.ts";
import { selectDeliveries, toDelivery } from "./delivery-view.ts";
import { findWebhook } from "./webhook-view.ts";

/** What was or will be sent to a webhook, newest first. Kept for 30 days. */
export const listDeliveries = query(
  { name: "webhooks.deliveries", scope: "organizations:write", input: ListDeliveriesInput, output: ListedDeliveries },
  async ({ db, principal }, { id, limit, cursor, status }) => {
    await findWebhook(db, principal, id);
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await selectDeliveries(db)
      .where(
        and(
          eq(webhookDeliveries.orgId, principal.orgId),
          eq(webhookDeliveries.endpointId, id),
          before === undefined ? undefined : lt(webhookDeliveries.id, before),
          status ? eq(webhookDeliveries.status, status) : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: page.map(toDelivery),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.delivery.id ?? ""]) : null,
    };
  },
);
