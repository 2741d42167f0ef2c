import type { Webhook } from "#contract/webhook.ts";
import { Badge } from "#ui/badge.tsx";

/** Whether a webhook is called, and whether that goes well. */
export function WebhookState({ webhook: { enabled, failing_since } }: { webhook: Webhook }) {
  if (!enabled) return <Badge tone="danger">Off</Badge>;
  if (failing_since !== null) return <Badge tone="warning">Failing</Badge>;
  return (
    <Badge tone="success" dot>
      On
    </Badge>
  );
}
