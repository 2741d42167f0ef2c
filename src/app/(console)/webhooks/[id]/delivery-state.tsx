import type { WebhookDelivery } from "#contract/webhook.ts";
import { Badge } from "#ui/badge.tsx";

/** How a delivery stands, in a word or two. */
export function DeliveryState({
  delivery: { status, attempts, last_status },
}: {
  delivery: Pick<WebhookDelivery, "status" | "attempts" | "last_status">;
}) {
  if (status === "succeeded")
    return <Badge tone="success">Delivered{last_status !== null && ` · ${last_status}`}</Badge>;
  if (status === "failed") return <Badge tone="danger">Given up</Badge>;
  if (attempts === 0) return <Badge>On its way</Badge>;
  return <Badge tone="warning">Retrying{last_status !== null && ` · ${last_status}`}</Badge>;
}
