import { AlertPreferences } from "#contract/alert.ts";
import { Nothing } from "#contract/list.ts";
import { query } from "#core/verb.ts";
import { preferencesOf } from "./preferences-of.ts";

/** Which kinds of alerts the caller gets in this organization, in the console and by e-mail. */
export const getAlertPreferences = query(
  { name: "alerts.preferences", scope: "keys:read", input: Nothing, output: AlertPreferences },
  ({ db, principal, runtime }) => preferencesOf(db, principal, runtime),
);
