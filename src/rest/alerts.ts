import { countUnreadAlerts } from "#domain/alerts/count-unread-alerts.ts";
import { getAlertPreferences } from "#domain/alerts/get-alert-preferences.ts";
import { listAlerts } from "#domain/alerts/list-alerts.ts";
import { readAlerts } from "#domain/alerts/read-alerts.ts";
import { setAlertPreferences } from "#domain/alerts/set-alert-preferences.ts";
import { operation } from "./operation.ts";

const tag = "Alerts";

export const alertOperations = [
  operation({ id: "listAlerts", method: "GET", path: "/alerts", tag, summary: "List your alerts", verb: listAlerts }),
  operation({
    id: "countUnreadAlerts",
    method: "GET",
    path: "/alerts/unread",
    tag,
    summary: "How many of your alerts are unread",
    verb: countUnreadAlerts,
  }),
  operation({
    id: "readAlerts",
    method: "POST",
    path: "/alerts/read",
    tag,
    summary: "Mark alerts as read",
    verb: readAlerts,
  }),
  operation({
    id: "getAlertPreferences",
    method: "GET",
    path: "/alert-preferences",
    tag,
    summary: "Which alerts you get, and where",
    verb: getAlertPreferences,
  }),
  operation({
    id: "setAlertPreferences",
    method: "PATCH",
    path: "/alert-preferences",
    tag,
    summary: "Choose which alerts you get, and where",
    verb: setAlertPreferences,
  }),
];
