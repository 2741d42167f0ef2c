"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { refusalOf } from "#app/forms/show-problem.ts";
import { chartColumns, misfitOf } from "#contract/chart-columns.ts";
import type { ChartData, ChartQuery, ShownChart } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";

type Answer = { answer: ChartData | undefined; refreshing: boolean };
type Rows = Pick<ChartData, "data" | "truncated"> & { columns: Column[] };

/**
 * A chart of an editor with its rows. As long as it asks what was saved, the rows are those that were read with the
 * whole dashboard; else its source is asked.
 */
export function useChartAnswer(chart: ShownChart, saved: ChartData | undefined, isSaved: boolean): Answer {
  const trpc = useTRPC();
  const { source_id, query } = chart;
  const asked = useQuery(
    trpc.sources.query.queryOptions(
      { id: source_id, ...(query ?? noQuery) },
      { enabled: !isSaved && query !== null, placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  const { data: source } = useQuery(
    trpc.sources.get.queryOptions({ id: source_id }, { enabled: !isSaved && source_id !== "", staleTime: 60_000 }),
  );
  const answer = useMemo(() => {
    if (isSaved) return saved && { ...saved, title: chart.title, kind: chart.kind, width: chart.width };
    const named = source ? { id: source.id, name: source.name } : null;
    if (asked.isError) return broken(chart, refusalOf(asked.error).detail, named);
    return asked.data && query ? drawn(chart, query, asked.data, named) : undefined;
  }, [chart, isSaved, saved, source, asked.isError, asked.error, asked.data, query]);
  return { answer, refreshing: !isSaved && asked.isPlaceholderData };
}

const noQuery: ChartQuery = { group_by: [], aggregate: [], filter: [], sort: [], limit: 1 };

function drawn(
  chart: ShownChart,
  query: ChartQuery,
  { data, columns, truncated }: Rows,
  source: ChartData["source"],
): ChartData {
  const roles = chartColumns(query, columns);
  const misfit = misfitOf(chart.kind, query, roles);
  if (misfit) return broken(chart, misfit, source);
  const { id, title, kind, width } = chart;
  return { id, title, kind, width, source, columns: roles, data, truncated, filtered_by: [], problem: null };
}

const broken = ({ id, title, kind, width }: ShownChart, detail: string, source: ChartData["source"]): ChartData => ({
  ...{ id, title, kind, width, source },
  ...{ columns: [], data: [], truncated: false, filtered_by: [], problem: { code: "broken", detail } },
});
