"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Activity, Pause, Play } from "lucide-react";
import type { SetValues } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { counted } from "../parts/numbers.ts";
import type { OperationName } from "../parts/operation-select.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { useSettled } from "../parts/use-settled.ts";
import { RequestFilters } from "./request-filters.tsx";
import { RequestTable } from "./request-table.tsx";
import { isFiltered, logFilters, noFilters, type RequestsSearch, type requestsParsers } from "./requests-search.ts";
import { useTail } from "./use-tail.ts";

export type SetSearch = SetValues<typeof requestsParsers>;

/** The log, newest first, with what arrives on top while it is live. */
export function RequestLog({
  rendered,
  search,
  operations,
  onSearch,
}: {
  rendered: number;
  search: RequestsSearch;
  operations: readonly OperationName[];
  onSearch: (...args: Parameters<SetSearch>) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const q = useSettled(search.q, 250);
  // A range that moves on would make another list each minute; what is new comes by the tail.
  const filters = logFilters({ ...search, q }, rendered);
  const log = useInfiniteQuery({
    ...pagesOptions(trpc.requests.list.queryKey(filters), (cursor) =>
      client.requests.list.query({ ...filters, cursor }),
    ),
    placeholderData: keepPreviousData,
    // The tail brings what is new; reading all pages again would move what one is looking at.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const pages = log.isPlaceholderData ? undefined : log.data?.pages.flatMap((page) => page.data);
  const ends = "to" in filters;
  const tail = useTail(filters, pages, search.live && !ends);
  const shown = pages ? merge(tail.rows, pages) : log.data?.pages.flatMap((page) => page.data);

  return (
    <div className="flex flex-col gap-4">
      <RequestFilters
        search={search}
        operations={operations}
        onSearch={onSearch}
        live={
          <Button
            onClick={() => onSearch({ live: !search.live }, { history: "replace" })}
            disabled={ends}
            title={ends ? "A range that is over has no live tail." : undefined}
            aria-pressed={search.live && !ends}
          >
            {search.live && !ends ? <Pause aria-hidden /> : <Play aria-hidden />}
            {search.live && !ends ? "Pause" : "Go live"}
          </Button>
        }
      />
      <TailState live={search.live && !ends} failed={tail.failed} />
      <RequestTable
        rows={shown}
        fresh={tail.fresh}
        refreshing={log.isPlaceholderData}
        problem={log.isError && !log.data && <QueryProblem query={log} />}
        empty={
          isFiltered(search) ? (
            <EmptyState
              icon={<Activity />}
              title="No request fits these filters"
              description="Requests are kept for a limited time. Try a longer range or fewer filters."
              action={<Button onClick={() => onSearch(noFilters)}>Clear filters</Button>}
            />
          ) : (
            <EmptyState
              icon={<Activity />}
              title="Nothing has called the API yet"
              description="Each request shows up here a moment after it was answered: who called, from where, what the answer was, and why it was refused if it was."
              action={
                <LinkButton variant="primary" href="/onboarding">
                  Make a first call
                </LinkButton>
              }
            />
          )
        }
      />
      {shown && shown.length > 0 && (
        <div className="flex items-center justify-between gap-4">
          <p className="tabular text-sm text-muted">{counted(shown.length, "request")} shown</p>
          {log.hasNextPage && (
            <Button onClick={() => void log.fetchNextPage()} loading={log.isFetchingNextPage}>
              Load older
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What both lists hold, each once, newest first. */
function merge<Row extends { id: string; time: string }>(newer: readonly Row[], older: readonly Row[]): Row[] {
  const known = new Set(older.map(({ id }) => id));
  const all = [...newer.filter(({ id }) => !known.has(id)), ...older];
  return all.sort((a, b) => (a.time === b.time ? (a.id < b.id ? 1 : -1) : a.time < b.time ? 1 : -1));
}

function TailState({ live, failed }: { live: boolean; failed: boolean }) {
  return (
    <p role="status" className="-my-1 flex items-center gap-2 text-sm text-muted">
      <span
        aria-hidden
        className={`size-2 rounded-full ${failed ? "bg-warning" : live ? "bg-success" : "bg-line-control"}`}
      />
      {failed
        ? "The connection is lost; trying again."
        : live
          ? "Live: new requests appear on top."
          : "Paused: new requests are not shown."}
    </p>
  );
}
