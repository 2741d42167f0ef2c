import type uPlot from "uplot";
import { type ChartColor, mixColors, readColor } from "./chart-colors.ts";
import { tickLabel } from "./chart-time.ts";

export type ChartKind = "bars" | "area" | "line";

type Drawing = {
  kind: ChartKind;
  /** In the order of drawing: of a heap the highest first, so that the lower ones are painted over it. */
  series: readonly { label: string; color: ChartColor; dashed: boolean }[];
  interval: number;
  width: number;
  height: number;
  fontFamily: string;
  selectable: boolean;
  format: (value: number) => string;
  /** How many buckets there are; where they are narrow the gaps between them go. */
  buckets: number;
  valueRange: (min: number, max: number) => [number, number];
  onCursor: (index: number | null, left: number) => void;
  onSpan: (firstTime: number, lastTime: number) => void;
};

/** The places of the values that have no neighbour. */
function lonelyPoints(chart: uPlot, series: number): number[] {
  const values = Array.from(chart.data[series] ?? []);
  const known = (index: number) => values[index] !== null && values[index] !== undefined;
  return values.flatMap((_, index) => (known(index) && !known(index - 1) && !known(index + 1) ? [index] : []));
}

/** The settings of uPlot for one of our charts, in the colours of the theme of now. */
export function chartOptions({ paths, tzDate }: typeof uPlot, drawing: Drawing): uPlot.Options {
  const ground = readColor("ground");
  const line = readColor("line");
  const font = `12px ${drawing.fontFamily}`;
  const axis = { stroke: readColor("muted"), font, ticks: { show: false } };
  const narrow = drawing.width / Math.max(1, drawing.buckets) < 6;
  const bars = paths.bars!({ align: 1, size: narrow ? [1, 48, 1] : [0.86, 48, 1], radius: 0 });
  const curve = paths.linear!();
  return {
    width: drawing.width,
    height: drawing.height,
    padding: [8, 20, 0, 0],
    tzDate: (seconds) => tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    scales: {
      // The last value stands for a whole interval, which must have its place too.
      x: { time: true, range: (_chart, min, max) => [min, max + drawing.interval] },
      y: { range: (_chart, min, max) => drawing.valueRange(min ?? 0, max ?? 0) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        gap: 6,
        space: 72,
        grid: { show: false },
        values: (_chart, ticks) => ticks.map((tick) => tickLabel(tick, ticks[ticks.length - 1]! - ticks[0]!)),
      },
      {
        ...axis,
        gap: 6,
        size: (_chart, labels) => 14 + Math.max(2, ...(labels ?? []).map((label) => label.length)) * 7,
        space: 40,
        grid: { stroke: line, width: 1 },
        values: (_chart, ticks) => ticks.map((tick) => (tick === null ? "" : drawing.format(tick))),
      },
    ],
    series: [
      {},
      ...drawing.series.map((each): uPlot.Series => {
        const color = readColor(each.color);
        if (drawing.kind === "bars") {
          return {
            label: each.label,
            paths: bars,
            fill: color,
            stroke: ground,
            width: narrow ? 0 : 1,
            points: { show: false },
          };
        }
        return {
          label: each.label,
          paths: curve,
          stroke: color,
          width: 1.5,
          // A line needs two points; a value between two gaps would not be seen.
          points: { show: true, size: 5, width: 0, fill: color, filter: lonelyPoints },
          ...(each.dashed ? { dash: [4, 4] } : {}),
          ...(drawing.kind === "area" && !each.dashed ? { fill: mixColors(color, ground, 0.22) } : {}),
        };
      }),
    ],
    cursor: {
      y: false,
      points: { show: drawing.kind === "line", size: 7, width: 2, fill: ground },
      drag: { x: drawing.selectable, y: false, setScale: false },
      // The bucket under the pointer, not the one whose beginning is nearest.
      dataIdx: (chart, _series, _closest, x) => {
        const times = chart.data[0];
        let index = times.length - 1;
        while (index > 0 && times[index]! > x) index--;
        return index;
      },
    },
    hooks: {
      setCursor: [
        (chart) => {
          const { idx, left } = chart.cursor;
          const off = idx === null || idx === undefined || left === undefined || left < 0;
          drawing.onCursor(off ? null : idx, off ? 0 : left + chart.over.offsetLeft);
        },
      ],
      setSelect: [
        (chart) => {
          if (chart.select.width < 4) return;
          drawing.onSpan(
            chart.posToVal(chart.select.left, "x"),
            chart.posToVal(chart.select.left + chart.select.width, "x"),
          );
        },
      ],
    },
  };
}
