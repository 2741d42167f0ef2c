"use client";

import { useMemo } from "react";
import type { ChartData } from "#contract/dashboard.ts";
import { BarList } from "./bar-list.tsx";
import { Chart } from "./chart.tsx";
import { seriesColor } from "./chart-colors.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { type ChartShape, rangeOf, shapeOf } from "./data-chart-shape.ts";
import { Figures } from "./figures.tsx";
import { cellText, shortNumber } from "./value-text.ts";
import { PlainTable, ValuesTable } from "./values-table.tsx";

export type DrawnChart = Pick<ChartData, "title" | "kind" | "columns" | "data">;

/** A chart of a dashboard with its rows, drawn as its kind says, with the same values as a table below. */
export function DataChart({ chart }: { chart: DrawnChart }) {
  const { title, kind, columns, data } = chart;
  const shape = useMemo(
    () => (kind === "number" || kind === "table" ? null : shapeOf(columns, data)),
    [kind, columns, data],
  );
  if (data.length === 0) return <p className="grid h-40 place-items-center text-sm text-muted">No row fits.</p>;
  if (kind === "number") return <Figures columns={columns} row={data[0]!} />;
  if (!shape) return <PlainTable title={title} {...tableOf(chart)} className="max-h-96" />;
  return (
    <>
      <Drawing chart={chart} shape={shape} />
      {shape.more > 0 && (
        <p className="mt-2 text-sm text-muted">
          The palette has eight colours. {shape.more} more series stand in the table only.
        </p>
      )}
    </>
  );
}

/** So many bars of several series each still find their place below one another. */
const MOST_LANES = 24;

function Drawing({ chart, shape }: { chart: DrawnChart; shape: ChartShape }) {
  const { title, kind } = chart;
  const { series, heaped, more } = shape;
  const table = (open: boolean) => (
    <ValuesTable title={title} columns={tableOf(chart).columns} rows={() => tableOf(chart).rows} open={open} />
  );
  const named = series.map((each, index) => ({ ...each, color: seriesColor(index) }));
  // Bars that are no parts of a whole stand beside one another, which is how the list draws them.
  const beside = kind === "bar" && series.length > 1 && !heaped;
  if (shape.axis === "category" || (beside && shape.times.length * series.length <= MOST_LANES))
    return (
      <>
        <BarList
          title={title}
          categories={shape.axis === "category" ? shape.categories : shape.times.map(shape.label)}
          series={series}
          heaped={heaped}
        />
        {series.length > 1 && <ChartLegend series={named} howId={undefined} hideHow />}
        {table(false)}
      </>
    );
  const drawn =
    kind === "bar" && !beside ? "bars" : kind === "area" && (heaped || series.length === 1) ? "area" : "line";
  return (
    <Chart
      title={title}
      times={shape.times}
      interval={shape.interval}
      series={named}
      kind={drawn}
      stacked={heaped && drawn !== "line"}
      format={shortNumber}
      label={shape.label}
      valueRange={rangeOf(drawn === "line")}
      hideLegend={named.length === 1}
      {...(more > 0 && { table })}
    />
  );
}

/** All cells as they came, in the order in which they came. */
function tableOf({ columns, data }: DrawnChart) {
  const isAmount = (column: DrawnChart["columns"][number]) =>
    column.role === "measure" && (column.type === "integer" || column.type === "number");
  return {
    columns: columns.map((column) => ({
      id: column.name,
      label: column.name,
      align: isAmount(column) ? ("right" as const) : undefined,
    })),
    rows: data.map((row) => columns.map((column) => cellText(row[column.name], column.type, !isAmount(column)))),
  };
}
