import type { ChartColumn } from "#contract/dashboard.ts";
import type { Cell } from "#contract/source.ts";
import { bucketLabel } from "./chart-time.ts";
import { cellNumber, cellText } from "./value-text.ts";

type Rows = readonly Readonly<Record<string, Cell>>[];
export type ShapedSeries = { id: string; label: string; values: (number | null)[] };
export type ChartShape = {
  series: ShapedSeries[];
  /** How many series are left out: the palette has eight colours. */
  more: number;
  /** Heaped upon one another they give a whole: counts or sums of one thing, split, and none of them below nothing. */
  heaped: boolean;
} & (
  | { axis: "time"; times: number[]; interval: number; label: (time: number) => string }
  | { axis: "category"; categories: string[] }
);

const MOST_SERIES = 8;
const NO_VALUE = "No value";
const DAY = 86_400;

/** Groups and measures of a chart's answer; whatever is not a group is a measure if it can be drawn. */
const groupsOf = (columns: readonly ChartColumn[]) => columns.filter(({ role }) => role === "group");
const measuresOf = (columns: readonly ChartColumn[]) => columns.filter(({ role }) => role === "measure");

const isTime = ({ type }: ChartColumn) => type === "date" || type === "timestamp";
const keyText = (cell: Cell | undefined, { type, bucket }: ChartColumn): string => {
  if (cell === null || cell === undefined || cell === "") return NO_VALUE;
  const time = isTime({ type } as ChartColumn) ? Date.parse(String(cell)) : Number.NaN;
  return Number.isFinite(time) ? bucketLabel(time / 1000, bucket) : cellText(cell, type, true);
};

/**
 * Rows as a chart needs them: along the first group, with a series for each value of the others and for each measure.
 * Series come in the order in which the rows name them, times in their own.
 */
export function shapeOf(columns: readonly ChartColumn[], rows: Rows): ChartShape {
  const [first, ...others] = groupsOf(columns);
  const measures = measuresOf(columns);
  const along = first && isTime(first) ? "time" : "category";
  const places = new Map<string, number>();
  const placeOf = (row: Rows[number]): string | null => {
    if (!first) return "";
    if (along === "category") return keyText(row[first.name], first);
    const time = Date.parse(String(row[first.name]));
    return Number.isFinite(time) ? String(time / 1000) : null;
  };
  const kept = rows.flatMap((row) => {
    const place = placeOf(row);
    return place === null ? [] : [{ row, place }];
  });
  const order = [...new Set(kept.map(({ place }) => place))];
  if (along === "time") order.sort((a, b) => Number(a) - Number(b));
  for (const [index, place] of order.entries()) places.set(place, index);

  const all = new Map<string, ShapedSeries>();
  for (const { row, place } of kept) {
    const split = others.map((group) => keyText(row[group.name], group)).join(" · ");
    for (const measure of measures) {
      const label = split === "" ? measure.name : measures.length > 1 ? `${split}, ${measure.name}` : split;
      const id = JSON.stringify([split, measure.name]);
      const series = all.get(id) ?? { id, label, values: new Array<number | null>(order.length).fill(null) };
      all.set(id, series);
      series.values[places.get(place)!] = cellNumber(row[measure.name]);
    }
  }
  const series = [...all.values()];
  const [measure] = measures;
  const shape = {
    series: largest(series),
    more: Math.max(0, series.length - MOST_SERIES),
    heaped:
      series.length > 1 &&
      measures.length === 1 &&
      (measure?.function === "count" || measure?.function === "sum") &&
      series.every(({ values }) => values.every((value) => (value ?? 0) >= 0)),
  };
  if (along === "category") return { ...shape, axis: "category", categories: order };
  const times = order.map(Number);
  const label = (time: number) => bucketLabel(time, first?.bucket ?? null);
  return { ...shape, axis: "time", times, interval: intervalOf(times, first?.bucket ?? null), label };
}

/** As many as there are colours: those that come to most, in the order in which they were. */
function largest(series: readonly ShapedSeries[]): ShapedSeries[] {
  if (series.length <= MOST_SERIES) return [...series];
  const size = ({ values }: ShapedSeries) => values.reduce((sum: number, value) => sum + Math.abs(value ?? 0), 0);
  const kept = new Set([...series].sort((a, b) => size(b) - size(a)).slice(0, MOST_SERIES));
  return series.filter((each) => kept.has(each));
}

const lengths = { hour: 3600, day: DAY, week: 7 * DAY, month: 30 * DAY, quarter: 91 * DAY, year: 365 * DAY } as const;

/** How long the last bucket is drawn, in seconds: as its unit, else as the shortest way between two. */
function intervalOf(times: readonly number[], bucket: ChartColumn["bucket"]): number {
  if (bucket) return lengths[bucket as keyof typeof lengths] ?? DAY;
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  return Math.max(1, Math.min(DAY, ...gaps));
}

/** From nothing to the highest, below nothing too; `loose`: a line far from nothing may leave it out. */
export const rangeOf =
  (loose: boolean) =>
  (min: number, max: number): [number, number] => {
    if (loose && min > 0 && min > max / 2 && max > min) {
      const room = (max - min) * 0.12;
      return [min - room, max + room];
    }
    const [low, high] = [Math.min(0, min), Math.max(0, max)];
    if (low === high) return [0, 1];
    return [low * 1.06, high * 1.06];
  };
