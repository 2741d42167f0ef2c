import { createLoader, type inferParserType, parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { alertKindNames } from "#contract/alert.ts";

/** What of the alerts stands in the URL. */
export const alertsParsers = {
  tab: parseAsStringLiteral(["alerts", "preferences"] as const).withDefault("alerts"),
  kind: parseAsStringLiteral(alertKindNames),
  unread: parseAsBoolean.withDefault(false),
};
export type AlertsSearch = inferParserType<typeof alertsParsers>;
export const loadAlertsSearch = createLoader(alertsParsers);

/** The filters as the list takes them: text, as in a query. */
export const alertsFilters = ({ kind, unread }: AlertsSearch) => ({
  limit: 50,
  ...(kind && { kind }),
  ...(unread && { unread: "true" }),
});
