import { and, eq, inArray, isNull } from "drizzle-orm";
import { ReadAlertsInput, UnreadAlerts } from "#contract/alert.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { alertRecipients } from "#db/schema/alerts.ts";

/**
 * Marks the caller's alerts as read: those named, or all. Only for whoever is signed in: a thief must not be able to
 * put away, with the stolen key, the alert that tells of it. Gives how many are left.
 */
export const readAlerts = mutation(
  { name: "alerts.read", scope: null, sessionOnly: true, input: ReadAlertsInput, output: UnreadAlerts },
  async (ctx, { ids }) => {
    const { db, principal, now } = ctx;
    const mine = and(
      eq(alertRecipients.orgId, principal.orgId),
      eq(alertRecipients.userId, principal.user.id),
      eq(alertRecipients.inConsole, true),
    );
    if (ids) {
      const known = await db.$count(alertRecipients, and(mine, inArray(alertRecipients.alertId, ids)));
      if (known < new Set(ids).size) throw new Refusal("not_found", "There is no such alert.");
    }
    const read = await db
      .update(alertRecipients)
      .set({ readAt: now })
      .where(and(mine, isNull(alertRecipients.readAt), ids ? inArray(alertRecipients.alertId, ids) : undefined))
      .returning({ id: alertRecipients.alertId });
    ctx.record({
      action: "alerts.read",
      target: { type: "user", id: principal.user.id, name: principal.user.name },
      after: { alerts: read.length },
    });
    return { unread: await db.$count(alertRecipients, and(mine, isNull(alertRecipients.readAt))) };
  },
);
