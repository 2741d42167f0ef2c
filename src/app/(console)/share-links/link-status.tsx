import type { ShareLink } from "#contract/share-link.ts";
import { Badge } from "#ui/badge.tsx";
import { statusWords } from "./link-words.ts";

/** The state of a link; what a rule of the organization does to it comes first. */
export function LinkStatus({ of: { status, rule } }: { of: ShareLink }) {
  if (status === "active" && rule?.effect === "refused")
    return (
      <Badge tone="warning" title={rule.detail}>
        Not allowed
      </Badge>
    );
  const { label, tone, says } = statusWords[status];
  return (
    <Badge tone={tone} dot={status === "active"} title={says}>
      {label}
    </Badge>
  );
}
