"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { parseAsNativeArrayOf, parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ChartCard, ChartGrid } from "#app/(console)/dashboards/[id]/chart-card.tsx";
import { FilterBar } from "#app/(console)/sources/[id]/filter-bar.tsx";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { gone } from "./share-words.ts";
import { SharedHead } from "./shared-head.tsx";

const filterParser = parseAsNativeArrayOf(parseAsString).withOptions({ history: "push" });

/** The charts of one dashboard, with the numbers of whoever shared it. */
export function SharedDashboard({ id, until, back }: { id: string; until: string; back?: ReactNode }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.dashboards.get.queryOptions({ id }));
  const [filter, setFilter] = useQueryState("filter", filterParser);
  const input = { id, ...(filter.length > 0 && { filter }) };
  const read = useQuery(
    trpc.dashboards.data.queryOptions(input, { staleTime: 60_000, placeholderData: keepPreviousData }),
  );
  const dashboard = found.data;
  if (found.isError)
    return problemOf(found.error)?.code === "not_found" ? (
      <EmptyState title={gone.title} description={gone.text} action={back} />
    ) : (
      <QueryProblem query={found} />
    );
  if (!dashboard) return <Skeleton className="h-96 w-full rounded-lg" />;
  const answers = new Map(read.data?.charts.map((chart) => [chart.id, chart]));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <SharedHead
          title={dashboard.name}
          back={back}
          description={dashboard.description}
          until={until}
          facts={
            read.data && (
              <span>
                Read <TimeAgo time={read.data.read_at} />
              </span>
            )
          }
        />
        <Button className="mb-5" onClick={() => void read.refetch()} loading={read.isFetching}>
          <RotateCw aria-hidden />
          Refresh
        </Button>
      </div>
      {(dashboard.filters.length > 0 || filter.length > 0) && (
        <div className="mb-4">
          <FilterBar
            columns={(read.data?.filters ?? []).map((column) => ({ ...column, nullable: true, description: null }))}
            filters={filter}
            onChange={(filters) => void setFilter(filters.length > 0 ? filters : null)}
          />
        </div>
      )}
      {dashboard.charts.length === 0 ? (
        <EmptyState title="No charts yet" />
      ) : read.isError && !read.data ? (
        <QueryProblem query={read} />
      ) : (
        <ChartGrid>
          {dashboard.charts.map((chart) => (
            <ChartCard key={chart.id} chart={chart} answer={answers.get(chart.id)} visited />
          ))}
        </ChartGrid>
      )}
    </>
  );
}
