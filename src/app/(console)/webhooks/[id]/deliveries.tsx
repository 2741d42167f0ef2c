"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useQueryStates } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { DeliveryStatus, WebhookDelivery } from "#contract/webhook.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { pagesOptions } from "../../parts/pages-options.ts";
import { DeliverySheet } from "./delivery-sheet.tsx";
import { DeliveryState } from "./delivery-state.tsx";
import { deliveriesInput, webhookParsers } from "./webhook-search.ts";

/** While something is on its way, and otherwise, in ms. */
const [SOON_MS, LATER_MS] = [1500, 10_000];

const statuses: readonly { value: "all" | DeliveryStatus; label: string }[] = [
  { value: "all", label: "All" },
  { value: "pending", label: "Waiting" },
  { value: "succeeded", label: "Delivered" },
  { value: "failed", label: "Given up" },
];

/** What was and will be sent, newest first; one opens beside the list. */
export function Deliveries({ webhookId, enabled }: { webhookId: string; enabled: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [search, setSearch] = useQueryStates(webhookParsers, { history: "push" });
  const input = deliveriesInput(webhookId, search);
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.webhooks.deliveries.queryKey(input), (cursor) =>
      client.webhooks.deliveries.query({ ...input, cursor }),
    ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isNew)) ? SOON_MS : LATER_MS),
  });
  const deliveries = list.data?.pages.flatMap((page) => page.data);
  const columns: readonly Column<WebhookDelivery>[] = [
    {
      id: "event",
      header: "Event",
      card: "title",
      className: "md:w-full",
      skeleton: "w-40",
      cell: ({ id, event }) => (
        <button
          type="button"
          onClick={() => void setSearch({ delivery: id })}
          className="break-id rounded-sm text-left font-mono text-sm hover:underline"
        >
          {event}
        </button>
      ),
    },
    { id: "state", header: "State", skeleton: "w-20", cell: (delivery) => <DeliveryState delivery={delivery} /> },
    {
      id: "attempts",
      header: "Attempts",
      align: "right",
      skeleton: "w-6",
      cell: ({ attempts }) => attempts,
    },
    {
      id: "time",
      header: "Made",
      skeleton: "w-24",
      className: "whitespace-nowrap",
      cell: ({ created_at }) => <TimeAgo time={created_at} className="text-muted" />,
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-medium">Deliveries</h2>
        <Segmented
          label="Which deliveries"
          size="sm"
          value={search.status ?? "all"}
          onValueChange={(status) => void setSearch({ status: status === "all" ? null : status })}
          options={statuses}
        />
      </div>
      <DataTable
        caption="Deliveries"
        columns={columns}
        rows={deliveries}
        rowKey={({ id }) => id}
        rowTone={({ id }) => (id === search.delivery ? "current" : undefined)}
        refreshing={list.isPlaceholderData}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Send />}
            title={search.status ? "No delivery in this state" : "Nothing was sent yet"}
            description="Each event that this webhook listens for appears here with what the receiver answered. Deliveries are kept for 30 days."
          />
        }
        skeletonRows={4}
      />
      {list.hasNextPage && (
        <Button className="self-end" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Load older
        </Button>
      )}
      <DeliverySheet id={search.delivery} enabled={enabled} onClose={() => void setSearch({ delivery: null })} />
    </div>
  );
}

const isNew = ({ status, attempts }: WebhookDelivery) => status === "pending" && attempts < 2;
