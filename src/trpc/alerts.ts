import { countUnreadAlerts } from "#domain/alerts/count-unread-alerts.ts";
import { getAlertPreferences } from "#domain/alerts/get-alert-preferences.ts";
import { listAlerts } from "#domain/alerts/list-alerts.ts";
import { readAlerts } from "#domain/alerts/read-alerts.ts";
import { setAlertPreferences } from "#domain/alerts/set-alert-preferences.ts";
import { asMutation, asQuery, router } from "./init.ts";

export const alertsRouter = router({
  list: asQuery(listAlerts),
  unread: asQuery(countUnreadAlerts),
  read: asMutation(readAlerts),
  preferences: asQuery(getAlertPreferences),
  setPreferences: asMutation(setAlertPreferences),
});
