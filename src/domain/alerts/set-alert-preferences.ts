import { sql } from "drizzle-orm";
import { AlertPreferences, SetAlertPreferencesInput } from "#contract/alert.ts";
import { mutation } from "#core/verb.ts";
import { alertPreferences } from "#db/schema/alerts.ts";
import { preferencesOf } from "./preferences-of.ts";

/** Chooses which kinds of alerts the caller gets, and where. Only signed in: see `readAlerts`. */
export const setAlertPreferences = mutation(
  {
    name: "alerts.set_preferences",
    scope: null,
    sessionOnly: true,
    input: SetAlertPreferencesInput,
    output: AlertPreferences,
  },
  async (ctx, { data }) => {
    const { db, principal, runtime } = ctx;
    const { orgId, user } = principal;
    // The last one of a kind that is named twice; in one order, so that two at once cannot wait in a circle.
    const chosen = [...new Map(data.map((each) => [each.kind, each])).values()].sort((a, b) =>
      a.kind < b.kind ? -1 : 1,
    );
    await db
      .insert(alertPreferences)
      .values(
        chosen.map(({ kind, console, email }) => ({ orgId, userId: user.id, kind, inConsole: console, byMail: email })),
      )
      .onConflictDoUpdate({
        target: [alertPreferences.orgId, alertPreferences.userId, alertPreferences.kind],
        set: { inConsole: sql`excluded.in_console`, byMail: sql`excluded.by_mail` },
      });
    ctx.record({
      action: "alert_preferences.changed",
      target: { type: "user", id: user.id, name: user.name },
      after: { preferences: chosen },
    });
    return preferencesOf(db, principal, runtime);
  },
);
