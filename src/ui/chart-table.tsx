"use client";

import type { ChartSeries } from "./chart.tsx";
import { ValuesTable } from "./values-table.tsx";

/** The numbers of a chart over time as a table, newest first. */
export function ChartTable({
  open,
  title,
  times,
  label,
  series,
  format,
}: {
  open: boolean;
  title: string;
  times: readonly number[];
  label: (time: number) => string;
  series: readonly ChartSeries[];
  format: (value: number) => string;
}) {
  const cell = (value: number | null | undefined) => (value === null || value === undefined ? "–" : format(value));
  return (
    <ValuesTable
      open={open}
      title={title}
      columns={[
        { id: "time", label: "Time" },
        ...series.map(({ id, label }) => ({ id, label, align: "right" as const })),
      ]}
      rows={() =>
        times.map((time, index) => [label(time), ...series.map(({ values }) => cell(values[index]))]).reverse()
      }
    />
  );
}
