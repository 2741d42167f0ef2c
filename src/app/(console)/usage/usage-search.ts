import { createLoader, type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { UsageInput } from "#contract/usage.ts";
import { rangeParsers, rangeTimes } from "../parts/time-range.ts";

const groupings = ["key", "operation", "status", "credential_kind"] as const;
export type Grouping = (typeof groupings)[number];

/** What of the usage page stands in the URL. */
export const usageParsers = {
  ...rangeParsers,
  group: parseAsStringLiteral(groupings).withDefault("status"),
  compare: parseAsBoolean.withDefault(true),
  key: parseAsString,
  operation: parseAsString,
};
export type UsageSearch = inferParserType<typeof usageParsers>;
export const loadUsageSearch = createLoader(usageParsers);

type Input = Omit<UsageInput, "compare"> & { compare?: string };

/** The two questions of the page: everything together with the range before it, and the same by group. */
export function usageInputs(search: UsageSearch, now: number): { total: Input; grouped: Input } {
  const { from, to } = rangeTimes(search, "24h", now);
  const asked: Input = {
    from,
    to,
    ...(search.key ? { credential_id: search.key } : {}),
    ...(search.operation ? { operation: search.operation } : {}),
  };
  return {
    total: { ...asked, compare: String(search.compare) },
    grouped: { ...asked, group_by: search.group },
  };
}
