"use client";

import { useMemo } from "react";
import type { Usage } from "#contract/usage.ts";
import { Chart, type ChartProps, type ChartSeries } from "#ui/chart.tsx";
import type { ChartColor } from "#ui/chart-colors.ts";
import { Skeleton } from "#ui/skeleton.tsx";
import { count, duration, percent, shortCount } from "../parts/numbers.ts";
import { bucketSeconds } from "./usage-csv.ts";
import type { Grouping } from "./usage-search.ts";

type Part = { usage: Usage | undefined; onSelect: NonNullable<ChartProps["onSelect"]> };

/** The palette has eight colours; what comes after is one series. */
const MOST_SERIES = 8;
const colorOfClass: Record<string, ChartColor> = { "2": "success", "3": "muted", "4": "warning", "5": "danger" };
const seconds = (iso: string) => Date.parse(iso) / 1000;

/** Where a chart is about to stand. */
const Waiting = () => (
  <div className="flex flex-col gap-3">
    <Skeleton className="h-60 w-full" />
    <Skeleton className="h-4 w-64" />
    <Skeleton className="h-4 w-32" />
  </div>
);

/** How many requests, stacked by group. */
export function RequestsChart({ usage, group, onSelect }: Part & { group: Grouping }) {
  const drawn = useMemo(() => usage && stackedSeries(usage, group), [usage, group]);
  if (!usage || !drawn) return <Waiting />;
  return (
    <Chart
      title="Requests over time"
      times={drawn.times}
      interval={bucketSeconds(usage)}
      series={drawn.series}
      format={shortCount}
      onSelect={onSelect}
    />
  );
}

function stackedSeries(usage: Usage, grouping: Grouping): { times: number[]; series: ChartSeries[] } {
  const times = [...new Set(usage.data.map(({ start }) => start))].map(seconds);
  const place = new Map(times.map((time, index) => [time, index]));
  const folds = usage.groups.length > MOST_SERIES;
  const named = folds ? usage.groups.slice(0, MOST_SERIES - 1) : usage.groups;
  const series = named.map(({ group, label, requests }) => ({
    id: group,
    label,
    total: count(requests),
    values: new Array<number>(times.length).fill(0),
    ...(grouping === "status" && named.length <= 4 && onePerClass(named)
      ? { color: colorOfClass[group[0] ?? ""]! }
      : {}),
  }));
  const rest = usage.groups.slice(named.length).reduce((sum, { requests }) => sum + requests, 0);
  const others = {
    id: "others",
    label: "All others",
    total: count(rest),
    values: new Array<number>(times.length).fill(0),
  };
  const byGroup = new Map(series.map((each) => [each.id, each]));
  for (const { start, group, requests } of usage.data) {
    const index = place.get(seconds(start))!;
    const { values } = byGroup.get(group ?? "") ?? others;
    values[index] = values[index]! + requests;
  }
  return { times, series: folds ? [...series, { ...others, color: "muted" as const }] : series };
}

/** Whether each status has a class of its own, so that the class's colour tells them apart. */
function onePerClass(groups: Usage["groups"]): boolean {
  const classes = groups.map(({ group }) => group[0] ?? "");
  return new Set(classes).size === classes.length && classes.every((each) => each in colorOfClass);
}

/** Which share of the requests was refused or failed. */
export function ErrorsChart({ usage, onSelect }: Part) {
  const series = useMemo(
    () =>
      usage && [
        {
          id: "errors",
          label: "Error rate",
          color: "danger" as const,
          total: usage.totals.requests === 0 ? "–" : percent(usage.totals.errors / usage.totals.requests),
          values: usage.data.map(({ requests, errors }) => (requests === 0 ? null : (100 * errors) / requests)),
        },
      ],
    [usage],
  );
  if (!usage || !series) return <Waiting />;
  return (
    <Chart
      title="Error rate over time"
      times={usage.data.map(({ start }) => seconds(start))}
      interval={bucketSeconds(usage)}
      series={series}
      format={(value) => percent(value / 100)}
      height={200}
      onSelect={onSelect}
      hideHint
    />
  );
}

const percentiles = [
  { name: "p50_ms", label: "p50", color: "chart-1" },
  { name: "p95_ms", label: "p95", color: "chart-2" },
  { name: "p99_ms", label: "p99", color: "chart-3" },
] as const;

/** How long half of the answers took at the most, and 95 and 99 of a hundred. */
export function LatencyChart({ usage, onSelect }: Part) {
  const series = useMemo(
    () =>
      usage &&
      percentiles.map(({ name, label, color }) => ({
        id: name,
        label,
        color,
        total: duration(usage.totals[name]),
        values: usage.data.map((bucket) => bucket[name]),
      })),
    [usage],
  );
  if (!usage || !series) return <Waiting />;
  return (
    <Chart
      title="Latency over time"
      kind="line"
      times={usage.data.map(({ start }) => seconds(start))}
      interval={bucketSeconds(usage)}
      series={series}
      format={duration}
      height={200}
      onSelect={onSelect}
      hideHint
    />
  );
}
