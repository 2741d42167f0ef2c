"use client";

import { useQuery } from "@tanstack/react-query";
import { alertKinds } from "#contract/alert.ts";
import type { Webhook } from "#contract/webhook.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Callout } from "#ui/callout.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { type KeyValue, KeyValueList } from "#ui/key-value-list.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { WebhookState } from "../webhook-state.tsx";
import { Deliveries } from "./deliveries.tsx";
import { WebhookActions } from "./webhook-actions.tsx";

const EVERY_MS = 10_000;

/** One webhook: where it goes, how it fares, and what was sent. */
export function WebhookPage({ first }: { first: Webhook }) {
  const trpc = useTRPC();
  const { data: webhook = first } = useQuery(
    trpc.webhooks.get.queryOptions({ id: first.id }, { initialData: first, refetchInterval: EVERY_MS }),
  );
  const { enabled, failing_since, disabled_reason } = webhook;
  return (
    <>
      <PageHeader
        back={{ href: "/webhooks", label: "Webhooks" }}
        title={new URL(webhook.url).host}
        description={webhook.description}
        badge={<WebhookState webhook={webhook} />}
        actions={<WebhookActions webhook={webhook} />}
      />
      <div className="flex flex-col gap-8">
        {!enabled && (
          <Callout tone="danger" title="This webhook is switched off">
            {disabled_reason ?? "Somebody switched it off."} Nothing is sent until it is switched on again.
          </Callout>
        )}
        {enabled && failing_since !== null && (
          <Callout tone="warning" title="Attempts fail">
            The first one failed <TimeAgo time={failing_since} />. If none succeeds for three days, the webhook is
            switched off and you are told.
          </Callout>
        )}
        <KeyValueList items={factsOf(webhook)} />
        <Deliveries webhookId={webhook.id} enabled={enabled} />
      </div>
    </>
  );
}

function factsOf(webhook: Webhook): KeyValue[] {
  const overlap = webhook.previous_secret_expires_at;
  return [
    { term: "URL", value: <Copyable value={webhook.url} label="Copy URL" /> },
    {
      term: "Events",
      value: (
        <span className="flex flex-wrap gap-1.5">
          {webhook.events.map((event) => (
            <Badge key={event}>{alertKinds[event].label}</Badge>
          ))}
        </span>
      ),
    },
    ...(overlap !== null && Date.parse(overlap) > Date.now()
      ? [
          {
            term: "Former secret",
            value: (
              <>
                Still signs beside the present one; that ends <TimeAgo time={overlap} />.
              </>
            ),
          },
        ]
      : []),
    {
      term: "Created",
      value: (
        <>
          <TimeAgo time={webhook.created_at} /> by {webhook.created_by.name}
        </>
      ),
    },
    { term: "Id", value: <Copyable value={webhook.id} label="Copy webhook id" /> },
  ];
}
