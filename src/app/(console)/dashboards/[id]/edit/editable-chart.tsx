"use client";

import type { ChartData, ShownChart } from "#contract/dashboard.ts";
import { ChartCard } from "../chart-card.tsx";
import { ChartTools } from "./chart-tools.tsx";
import { useChartAnswer } from "./use-chart-answer.ts";

/** A chart of the draft, as it will be, with its tools. */
export function EditableChart({
  chart,
  saved,
  isSaved,
  ...tools
}: {
  chart: ShownChart;
  saved: ChartData | undefined;
  /** It asks what was saved. */
  isSaved: boolean;
} & Omit<Parameters<typeof ChartTools>[0], "chart">) {
  const { answer, refreshing } = useChartAnswer(chart, saved, isSaved);
  return (
    <ChartCard chart={chart} answer={answer} refreshing={refreshing} tools={<ChartTools chart={chart} {...tools} />} />
  );
}
