"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell, CheckCheck } from "lucide-react";
import { toast } from "sonner";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { refusalOf } from "#app/forms/show-problem.ts";
import { alertKindNames, alertKinds } from "#contract/alert.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import { counted } from "../parts/numbers.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { AlertTable } from "./alert-table.tsx";
import { type AlertsSearch, alertsFilters } from "./alerts-search.ts";

const EVERY_MS = 10_000;
const kinds = [
  { value: "all", label: "Every kind" },
  ...alertKindNames.map((kind) => ({ value: kind, label: alertKinds[kind].label })),
] as const;

export function AlertList({
  search,
  onSearch,
}: {
  search: AlertsSearch;
  onSearch: (change: Partial<Pick<AlertsSearch, "kind" | "unread">>) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const filters = alertsFilters(search);
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.alerts.list.queryKey(filters), (cursor) => client.alerts.list.query({ ...filters, cursor })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const read = useMutation(
    trpc.alerts.read.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.alerts.pathFilter()),
      onError: (error) => {
        const { title, detail } = refusalOf(error);
        toast.error(title, { description: detail });
      },
    }),
  );
  const alerts = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = search.kind !== null || search.unread;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Which alerts"
          value={search.unread ? "unread" : "all"}
          onValueChange={(which) => onSearch({ unread: which === "unread" })}
          options={[
            { value: "all", label: "All" },
            { value: "unread", label: "Unread" },
          ]}
        />
        <Select
          label="Kind of alert"
          className="w-56"
          options={kinds}
          value={search.kind ?? "all"}
          onValueChange={(kind) => onSearch({ kind: kind === "all" ? null : kind })}
        />
        <Button
          className="ml-auto"
          loading={read.isPending && read.variables?.ids === undefined}
          disabled={!alerts?.some(({ read_at }) => read_at === null)}
          onClick={() => read.mutate({})}
        >
          <CheckCheck aria-hidden />
          Mark all as read
        </Button>
      </div>
      <AlertTable
        alerts={alerts}
        refreshing={list.isPlaceholderData}
        onRead={(id) => read.mutate({ ids: [id] })}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Bell />}
            title={isFiltered ? "No alert fits these filters" : "Nothing to tell you yet"}
            description="You hear when a key of yours is made, rotated, revoked, found by a stranger or near its end, when it is used from a new place, and when errors or limits get out of hand. Owners and admins hear it of every key."
            action={
              isFiltered && <Button onClick={() => onSearch({ kind: null, unread: false })}>Clear filters</Button>
            }
          />
        }
      />
      {alerts && alerts.length > 0 && (
        <div className="flex items-center justify-between gap-4">
          <p className="tabular text-sm text-muted">{counted(alerts.length, "alert")} shown</p>
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              Load older
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
