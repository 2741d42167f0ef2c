import type { Grouping, UsageSearch } from "./usage-search.ts";

type Times = { from: string; to: string };

/** The log of the requests behind a figure: of a span, and of the key and operation that the page is narrowed to. */
export function requestsHref(
  { key, operation }: Pick<UsageSearch, "key" | "operation">,
  { from, to }: Times,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ range: "custom", from, to });
  if (key) query.set("key", key);
  if (operation) query.set("operation", operation);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `/requests?${query}`;
}

/** The filter of the log that shows one group; null where the log has no such filter. */
export function filterOfGroup(grouping: Grouping, group: string): Record<string, string> | null {
  if (group === "" || group === "other" || group === "session") return null;
  switch (grouping) {
    case "key":
      return { key: group };
    case "operation":
      return { operation: group };
    case "status":
      return { status: group };
    case "credential_kind":
      return null;
  }
}
