import { and, desc, eq, lt } from "drizzle-orm";
import { ListedWebhooks, ListWebhooksInput } from "#contract/webhook.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { webhookEndpoints } from "#db/schema/webhooks.ts";
import { selectWebhooks, toWebhook } from "./webhook-view.ts";

/** The organization's webhooks, newest first. */
export const listWebhooks = query(
  { name: "webhooks.list", scope: "organizations:write", input: ListWebhooksInput, output: ListedWebhooks },
  async ({ db, principal }, { limit, cursor }) => {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await selectWebhooks(db)
      .where(
        and(
          eq(webhookEndpoints.orgId, principal.orgId),
          before === undefined ? undefined : lt(webhookEndpoints.id, before),
        ),
      )
      .orderBy(desc(webhookEndpoints.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: page.map(toWebhook),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.id ?? ""]) : null,
    };
  },
);
