"use client";

import { CircleAlert, Clock, EyeOff } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ChartData, ShownChart } from "#contract/dashboard.ts";
import { cn } from "#ui/cn.ts";
import { DataChart } from "#ui/data-chart.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

const MOST_LISTED = 50;

/** Charts in two columns where there is room, full ones across both. */
export const ChartGrid = ({ children }: { children: ReactNode }) => (
  <ol className="grid gap-4 lg:grid-cols-2">{children}</ol>
);

/** One chart in its frame. `answer` undefined: on its way. */
export function ChartCard({
  chart,
  answer,
  tools,
  refreshing,
  unfiltered = false,
  visited = false,
}: {
  chart: Pick<ShownChart, "title" | "width" | "kind">;
  answer: ChartData | undefined;
  /** In an editor: what can be done with it. */
  tools?: ReactNode;
  refreshing?: boolean | undefined;
  /** The dashboard is filtered, which not every source has the columns for. */
  unfiltered?: boolean;
  /** Looked at by a visitor, who has no page of its source. */
  visited?: boolean;
}) {
  return (
    <li className={cn("flex min-w-0", chart.width === "full" && "lg:col-span-2")}>
      <article
        aria-label={chart.title}
        aria-busy={answer === undefined}
        className="flex w-full min-w-0 flex-col overflow-clip rounded-lg border bg-ground"
      >
        {tools}
        <header className="flex min-w-0 items-baseline justify-between gap-4 px-4 pt-4">
          <h2 className="min-w-0 text-base font-medium">{chart.title}</h2>
          {answer?.source && !visited && (
            <Link
              href={`/sources/${answer.source.id}`}
              className="max-w-[45%] shrink-0 truncate rounded-sm text-xs text-muted hover:text-text hover:underline"
            >
              {answer.source.name}
            </Link>
          )}
        </header>
        <div className={cn("min-w-0 flex-1 p-4", refreshing && "opacity-60 transition-opacity")}>
          {answer === undefined ? (
            <Skeleton className={cn("w-full", chart.kind === "number" ? "h-14" : "h-64")} />
          ) : answer.problem ? (
            <Problem problem={answer.problem} />
          ) : (
            <DataChart chart={answer} />
          )}
          {unfiltered && answer && !answer.problem && answer.filtered_by.length === 0 && (
            <p className="mt-2 text-sm text-muted">Not filtered: its source has none of these columns.</p>
          )}
          {answer?.truncated && isPartial(answer) && (
            <p className="mt-2 text-sm text-muted">
              The first {answer.data.length.toLocaleString("en")} rows. There are more than the chart asks for.
            </p>
          )}
        </div>
      </article>
    </li>
  );
}

/** The first ten of a list are what was asked for; a line that breaks off is not. */
const isPartial = ({ kind, data }: ChartData) => kind === "line" || kind === "area" || data.length >= MOST_LISTED;

const icons = {
  not_available: EyeOff,
  broken: CircleAlert,
  not_ready: Clock,
  too_slow: Clock,
  skipped: Clock,
} as const;
const titles: Record<NonNullable<ChartData["problem"]>["code"], string> = {
  not_available: "Not available to you",
  broken: "This chart no longer fits its source",
  not_ready: "The source is not ready",
  too_slow: "Too slow",
  skipped: "Not read this time",
};

/** Why there is no chart; the others beside it are not affected. */
function Problem({ problem: { code, detail } }: { problem: NonNullable<ChartData["problem"]> }) {
  const Icon = icons[code];
  return (
    <div className="grid min-h-40 place-content-center justify-items-center rounded-md border border-line-strong border-dashed p-4 text-center">
      <Icon aria-hidden className="mb-2 size-5 text-muted" />
      <p className="font-medium">{titles[code]}</p>
      <p className="mt-0.5 max-w-[44ch] text-pretty text-sm text-muted">{detail}</p>
    </div>
  );
}
