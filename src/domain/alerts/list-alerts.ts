import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { type Alert, ListAlertsInput, ListedAlerts } from "#contract/alert.ts";
import { alertSummary } from "#core/alerts/alert-summary.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { alertRecipients, alerts } from "#db/schema/alerts.ts";
import { visibleAlerts } from "./visible-alerts.ts";

/** The caller's own alerts in this organization, newest first. */
export const listAlerts = query(
  { name: "alerts.list", scope: "keys:read", input: ListAlertsInput, output: ListedAlerts },
  async ({ db, principal }, { limit, cursor, kind, unread }) => {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await db
      .select({ alert: alerts, readAt: alertRecipients.readAt })
      .from(alertRecipients)
      .innerJoin(alerts, and(eq(alerts.id, alertRecipients.alertId), eq(alerts.orgId, alertRecipients.orgId)))
      .where(
        and(
          visibleAlerts(principal),
          before === undefined ? undefined : lt(alertRecipients.alertId, before),
          kind ? eq(alerts.kind, kind) : undefined,
          unread ? isNull(alertRecipients.readAt) : undefined,
        ),
      )
      .orderBy(desc(alertRecipients.alertId))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: page.map(({ alert, readAt }) => ({
        id: alert.id,
        kind: alert.kind,
        created_at: alert.createdAt.toISOString(),
        read_at: readAt?.toISOString() ?? null,
        summary: alertSummary(alert.kind, alert.subjectName, alert.data),
        subject: { type: alert.subjectType, id: alert.subjectId, name: alert.subjectName },
        data: alert.data as Alert["data"],
      })),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.alert.id ?? ""]) : null,
    };
  },
);
