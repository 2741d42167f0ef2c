import { createLoader, type inferParserType, parseAsString } from "nuqs/server";
import { rangeParsers, rangeTimes } from "../parts/time-range.ts";

/** What of the audit log stands in the URL. */
export const auditParsers = {
  ...rangeParsers,
  action: parseAsString,
  actor: parseAsString,
  target: parseAsString,
  event: parseAsString,
};
export type AuditSearch = inferParserType<typeof auditParsers>;
export const loadAuditSearch = createLoader(auditParsers);

export const noFilters = { range: null, from: null, to: null, action: null, actor: null, target: null } as const;
export const isFiltered = (search: AuditSearch): boolean =>
  Object.keys(noFilters).some((name) => Boolean(search[name as keyof typeof noFilters]));

/** The filters as the list takes them. Only a custom range has an end. */
export function auditFilters(search: AuditSearch, now: number) {
  const times = search.range === null ? null : rangeTimes(search, "24h", now);
  return {
    limit: 50,
    ...(times && { from: times.from }),
    ...(times?.range === "custom" && { to: times.to }),
    ...(search.action && { action: search.action.slice(0, 60) }),
    ...(search.actor && { actor_id: search.actor.slice(0, 60) }),
    ...(search.target && { target_id: search.target.slice(0, 60) }),
  };
}
export type AuditFilters = ReturnType<typeof auditFilters>;
