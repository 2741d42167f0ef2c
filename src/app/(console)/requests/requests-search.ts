import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { problemCodes } from "#contract/problem.ts";
import { rangeParsers, rangeTimes } from "../parts/time-range.ts";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** A status such as 403, or a class such as 4xx. */
const parseAsStatus = createParser({
  parse: (text: string) => (/^([1-5]xx|[1-5]\d\d)$/.test(text) ? text : null),
  serialize: (status: string) => status,
});

/** What of the request log stands in the URL. */
export const requestsParsers = {
  ...rangeParsers,
  view: parseAsStringLiteral(["log", "errors"]).withDefault("log"),
  live: parseAsBoolean.withDefault(true),
  q: parseAsString.withDefault(""),
  status: parseAsStatus,
  code: parseAsStringLiteral(problemCodes),
  method: parseAsStringLiteral(methods),
  key: parseAsString,
  operation: parseAsString,
  ip: parseAsString,
};
export type RequestsSearch = inferParserType<typeof requestsParsers>;
export const loadRequestsSearch = createLoader(requestsParsers);

/** Nothing narrowed down: every request that is kept. */
export const noFilters = {
  range: null,
  from: null,
  to: null,
  q: null,
  status: null,
  code: null,
  method: null,
  key: null,
  operation: null,
  ip: null,
} as const;

export const isFiltered = (search: RequestsSearch): boolean =>
  Object.keys(noFilters).some((name) => Boolean(search[name as keyof typeof noFilters]));

/** The filters as the log takes them. Only a custom range has an end, so that what is new goes on coming in. */
export function logFilters(search: RequestsSearch, now: number) {
  const times = search.range === null ? null : rangeTimes(search, "24h", now);
  return {
    limit: 50,
    ...(times && { from: times.from }),
    ...(times?.range === "custom" && { to: times.to }),
    ...(search.q.trim() && { q: search.q.trim().slice(0, 200) }),
    ...(search.status && { status: search.status }),
    ...(search.code && { code: search.code }),
    ...(search.method && { method: search.method }),
    ...(search.key && { credential_id: search.key }),
    ...(search.operation && { operation: search.operation }),
    ...(search.ip && { ip: search.ip }),
  };
}
export type LogFilters = ReturnType<typeof logFilters>;
