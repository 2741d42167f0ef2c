"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Webhook } from "#contract/webhook.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../parts/numbers.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { AddWebhook } from "./add-webhook.tsx";
import { purpose, webhooksInput } from "./purpose.ts";
import { WebhookState } from "./webhook-state.tsx";

const columns: readonly Column<Webhook>[] = [
  {
    id: "url",
    header: "Receiver",
    card: "title",
    className: "md:w-full md:max-w-0",
    skeleton: "w-72",
    cell: ({ id, url, description }) => (
      <>
        <TextLink href={`/webhooks/${id}`} className="break-id block font-mono text-sm md:truncate">
          {url}
        </TextLink>
        {description && <div className="text-sm text-muted md:truncate">{description}</div>}
      </>
    ),
  },
  {
    id: "events",
    header: "Events",
    skeleton: "w-16",
    className: "whitespace-nowrap",
    cell: ({ events }) => counted(events.length, "event"),
  },
  { id: "state", header: "State", skeleton: "w-16", cell: (webhook) => <WebhookState webhook={webhook} /> },
  {
    id: "created",
    header: "Created",
    wide: true,
    skeleton: "w-24",
    className: "whitespace-nowrap",
    cell: ({ created_at, created_by }) => (
      <span className="text-muted">
        <TimeAgo time={created_at} /> by {created_by.name}
      </span>
    ),
  },
];

/** The organization's webhooks. */
export function WebhookList() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery(
    pagesOptions(trpc.webhooks.list.queryKey(webhooksInput), () => client.webhooks.list.query(webhooksInput)),
  );
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      Add webhook
    </Button>
  );
  const webhooks = list.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader title="Webhooks" description={purpose} actions={webhooks && webhooks.length > 0 && add} />
      <DataTable
        caption="Webhooks"
        columns={columns}
        rows={webhooks}
        rowKey={({ id }) => id}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<WebhookIcon />}
            title="No webhook yet"
            description="A webhook is an address of yours. Gatehouse sends a signed message there when a key is made, revoked, leaked or about to expire, and when errors or limits get out of hand."
            action={add}
          />
        }
        skeletonRows={3}
      />
      <AddWebhook open={adding} onClose={() => setAdding(false)} />
    </>
  );
}
