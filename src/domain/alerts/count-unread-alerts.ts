import { and, count, eq, isNull } from "drizzle-orm";
import { UnreadAlerts } from "#contract/alert.ts";
import { Nothing } from "#contract/list.ts";
import { query } from "#core/verb.ts";
import { alertRecipients, alerts } from "#db/schema/alerts.ts";
import { visibleAlerts } from "./visible-alerts.ts";

/** How many of the caller's alerts have not been read. */
export const countUnreadAlerts = query(
  { name: "alerts.unread", scope: "keys:read", input: Nothing, output: UnreadAlerts },
  async ({ db, principal }) => {
    const [row] = await db
      .select({ unread: count() })
      .from(alertRecipients)
      .innerJoin(alerts, eq(alerts.id, alertRecipients.alertId))
      .where(and(visibleAlerts(principal), isNull(alertRecipients.readAt)));
    return { unread: row?.unread ?? 0 };
  },
);
