import type { Usage } from "#contract/usage.ts";
import { csvText } from "../parts/csv-text.ts";
import type { Grouping } from "./usage-search.ts";

const secondsOf = { minute: 60, hour: 3600, day: 86_400 } as const;

/** Length of one bucket in seconds. */
export const bucketSeconds = (usage: Usage): number => secondsOf[usage.interval];

/** The chart of requests as a file: a line for each bucket and group. */
export function usageCsv(usage: Usage, grouping: Grouping): string {
  const labels = new Map(usage.groups.map(({ group, label }) => [group, label]));
  const length = bucketSeconds(usage) * 1000;
  return csvText([
    ["start", "end", grouping, "label", "requests", "errors", "p50_ms", "p95_ms", "p99_ms"],
    ...usage.data.map(({ start, group, requests, errors, p50_ms, p95_ms, p99_ms }) => [
      start,
      new Date(Date.parse(start) + length).toISOString(),
      group ?? "",
      labels.get(group ?? "") ?? "",
      requests,
      errors,
      p50_ms,
      p95_ms,
      p99_ms,
    ]),
  ]);
}
