"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import { type ChartColor, seriesColor } from "./chart-colors.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { type ChartKind, chartOptions } from "./chart-options.ts";
import { ChartTable } from "./chart-table.tsx";
import { spanLabel } from "./chart-time.ts";
import { ChartTip } from "./chart-tip.tsx";
import { cn } from "./cn.ts";
import { stackSeries } from "./stack-series.ts";
import { useThemeName } from "./use-theme-name.ts";

export type ChartSeries = {
  id: string;
  label: string;
  /** One value for each time; `null` where nothing is known. */
  values: readonly (number | null)[];
  color?: ChartColor;
  /** A broken line without a fill, for comparison with another range. */
  dashed?: boolean;
  /** Stands beside the name in the legend, such as a total. */
  total?: string;
};

export type ChartProps = {
  /** What is shown, in words. */
  title: string;
  /** Beginnings of the buckets, in epoch seconds, ascending. */
  times: readonly number[];
  /** Length of a bucket in seconds. */
  interval: number;
  series: readonly ChartSeries[];
  kind?: ChartKind;
  /** Heap the series upon one another. */
  stacked?: boolean;
  format?: (value: number) => string;
  /** What a time is called, unless it is called by its span. */
  label?: (time: number) => string;
  valueRange?: (min: number, max: number) => [number, number];
  height?: number;
  /** Called with a span of whole buckets (epoch seconds, end exclusive) that was chosen by mouse or keyboard. */
  onSelect?: (span: { from: number; to: number }) => void;
  /** Where another chart beside this one says already how a span is chosen: only read out. */
  hideHint?: boolean;
  /** Stands in place of the table of what is drawn, where there is more to tell; `open`: it is all there is to see. */
  table?: (open: boolean) => ReactNode;
  /** Where the title names the only series already. */
  hideLegend?: boolean;
  className?: string;
};

const wholeNumbers = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const plain = (value: number) => wholeNumbers.format(value);
/** Counts begin at nothing, and one of them is not a mountain. */
const ofCounts = (_min: number, max: number): [number, number] => [0, Math.max(1, max) * 1.06];

/**
 * Loaded when the first chart is drawn: it keeps the pages light, and the library throws as it loads
 * in a browser whose language tag is malformed, where the table must still be there.
 */
const loadPlot = () => import("uplot");

/**
 * A time series. Arrow keys walk through it, Shift with them (or dragging) chooses a span, Enter opens it.
 * The same numbers stand in a table below.
 */
export function Chart({
  title,
  times,
  interval,
  series,
  kind = "bars",
  stacked = kind !== "line",
  format = plain,
  label = (time) => spanLabel(time, interval),
  valueRange = ofCounts,
  height = 240,
  onSelect,
  hideHint,
  hideLegend,
  table,
  className,
}: ChartProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const theme = useThemeName();
  const [cursor, setCursor] = useState<{ index: number; left: number } | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [undrawable, setUndrawable] = useState(false);

  const coloured = useMemo(
    () => series.map((each, index) => ({ ...each, color: each.color ?? seriesColor(index) })),
    [series],
  );
  const data = useMemo(() => {
    const values = stacked
      ? stackSeries(series.map((each) => each.values)).reverse()
      : series.map((each) => [...each.values]);
    return [[...times], ...values] as uPlot.AlignedData;
  }, [times, series, stacked]);
  const look = JSON.stringify([
    coloured.map((each) => [each.label, each.color, each.dashed]),
    kind,
    stacked,
    interval,
    times.length,
    theme,
  ]);

  const showCursor = useEffectEvent((index: number | null, left: number) => {
    setCursor(index === null || index >= times.length ? null : { index, left });
  });
  const chooseSpan = useEffectEvent((fromTime: number, toTime: number) => {
    const inside = times.filter((time) => time + interval > fromTime && time < toTime);
    if (inside.length > 0) onSelect?.({ from: inside[0]!, to: inside[inside.length - 1]! + interval });
  });
  const tell = useEffectEvent((value: number) => format(value));
  const rangeOf = useEffectEvent((min: number, max: number) => valueRange(min, max));
  const latestData = useEffectEvent(() => data);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` stands for everything that needs a new drawing
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let stop = () => {};
    let wanted = true;
    async function draw(element: HTMLElement) {
      const { default: Plot } = await loadPlot();
      if (!wanted) return;
      const order = stacked ? [...coloured].reverse() : coloured;
      const options = chartOptions(Plot, {
        kind,
        series: order.map((each) => ({ label: each.label, color: each.color, dashed: each.dashed ?? false })),
        interval,
        width: element.clientWidth,
        height,
        fontFamily: getComputedStyle(element).fontFamily,
        selectable: Boolean(onSelect),
        buckets: times.length,
        format: (value) => tell(value),
        valueRange: (min, max) => rangeOf(min, max),
        onCursor: (index, left) => showCursor(index, left),
        onSpan: (from, to) => chooseSpan(from, to),
      });
      const drawn = new Plot(options, latestData(), element);
      chart.current = drawn;
      const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }));
      observer.observe(element);
      stop = () => {
        observer.disconnect();
        drawn.destroy();
        chart.current = null;
      };
    }
    draw(element).catch(() => setUndrawable(true));
    return () => {
      wanted = false;
      stop();
    };
  }, [look, height, Boolean(onSelect)]);

  useEffect(() => chart.current?.setData(data), [data]);

  function walk(event: KeyboardEvent) {
    const drawn = chart.current;
    if (!drawn || times.length === 0) return;
    const now = cursor?.index ?? times.length - 1;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: times.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const index = cursor ? Math.min(times.length - 1, Math.max(0, next)) : now;
      const from = event.shiftKey && onSelect ? (anchor ?? now) : null;
      setAnchor(from);
      const x = (time: number) => drawn.valToPos(time, "x");
      drawn.setCursor({ left: x(times[index]! + interval / 2), top: 8 });
      const [low, high] = from === null ? [0, 0] : [Math.min(from, index), Math.max(from, index)];
      const left = from === null ? 0 : x(times[low]!);
      const width = from === null ? 0 : x(times[high]! + interval) - left;
      drawn.setSelect({ left, width, top: 0, height: drawn.over.clientHeight }, false);
    } else if (event.key === "Enter" && cursor && onSelect) {
      event.preventDefault();
      const other = anchor ?? cursor.index;
      const [low, high] = [Math.min(other, cursor.index), Math.max(other, cursor.index)];
      onSelect({ from: times[low]!, to: times[high]! + interval });
    } else if (event.key === "Escape" && cursor) {
      event.stopPropagation();
      setAnchor(null);
      drawn.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
      drawn.setCursor({ left: -10, top: -10 });
    }
  }

  const at = cursor ? cursor.index : null;
  const said = (index: number) =>
    `${label(times[index]!)}: ${series.map((each) => `${each.label} ${each.values[index] === null || each.values[index] === undefined ? "no data" : format(each.values[index])}`).join(", ")}`;
  const span = anchor !== null && at !== null ? `${Math.abs(at - anchor) + 1} selected, ` : "";

  return (
    <div className={cn("min-w-0", className)}>
      <div
        hidden={undrawable}
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-describedby={onSelect ? `${id}-how` : undefined}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, times.length - 1)}
        aria-valuenow={at ?? Math.max(0, times.length - 1)}
        aria-valuetext={at === null ? `${times.length} points in time` : span + said(at)}
        onKeyDown={walk}
        className="relative rounded-md"
      >
        <div
          ref={place}
          style={{ height }}
          className={cn("min-w-0 overflow-hidden", onSelect && "[&_.u-over]:cursor-crosshair")}
        />
        {cursor && times[cursor.index] !== undefined && (
          <ChartTip
            title={label(times[cursor.index]!)}
            series={coloured}
            index={cursor.index}
            format={format}
            left={cursor.left}
            width={place.current?.clientWidth ?? 0}
          />
        )}
      </div>
      {!hideLegend && <ChartLegend series={coloured} howId={onSelect && `${id}-how`} hideHow={hideHint} />}
      {table ? (
        table(undrawable)
      ) : (
        <ChartTable open={undrawable} title={title} times={times} label={label} series={series} format={format} />
      )}
    </div>
  );
}
