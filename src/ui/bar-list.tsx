import { seriesColor } from "./chart-colors.ts";
import type { ShapedSeries } from "./data-chart-shape.ts";
import { numberText, shortNumber } from "./value-text.ts";

/**
 * Bars that lie beside the names of what they count, so that long names have room on a phone too. Several series are
 * heaped where they are parts of a whole, and stand one below the other where they are not.
 */
export function BarList({
  title,
  categories,
  series,
  heaped,
}: {
  title: string;
  categories: readonly string[];
  series: readonly ShapedSeries[];
  /** The series are parts of a whole. */
  heaped: boolean;
}) {
  const value = (each: ShapedSeries, index: number) => each.values[index] ?? 0;
  const sums = categories.map((_, index) => series.reduce((sum, each) => sum + value(each, index), 0));
  const all = heaped ? sums : series.flatMap(({ values }) => values.map((each) => each ?? 0));
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const span = high - low || 1;
  const share = (amount: number) => `${((100 * amount) / span).toFixed(3)}%`;
  const said = categories.map(
    (name, index) =>
      `${name}: ${series.map((each) => `${series.length > 1 ? `${each.label} ` : ""}${each.values[index] === null ? "no data" : numberText(value(each, index))}`).join(", ")}`,
  );
  return (
    <div
      role="img"
      aria-label={`${title}. ${said.slice(0, 12).join("; ")}`}
      className="grid grid-cols-[fit-content(34%)_minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-sm"
    >
      {categories.map((name, index) => (
        <div key={name} className="group/bar col-span-3 grid grid-cols-subgrid items-center">
          <span className="truncate text-muted group-hover/bar:text-text" title={name}>
            {name}
          </span>
          <span className="flex min-w-0 flex-col gap-0.5">
            {(heaped ? [series] : series.map((each) => [each])).map((lane, at) => (
              <span key={lane[0]?.id ?? at} className="relative flex h-4 min-w-0 gap-px">
                {low < 0 && <span className="absolute inset-y-0 w-px bg-line-strong" style={{ left: share(-low) }} />}
                {lane.map((each, place) => {
                  const amount = value(each, index);
                  if (amount === 0) return null;
                  const color = `var(--${seriesColor(heaped ? place : at)})`;
                  const margin = place > 0 ? undefined : share(amount < 0 ? amount - low : -low);
                  return (
                    <span
                      key={each.id}
                      title={`${name}, ${each.label}: ${numberText(amount)}`}
                      className="h-full min-w-px rounded-[2px] transition-opacity group-hover/bar:opacity-85"
                      style={{ width: share(Math.abs(amount)), marginLeft: margin, background: color }}
                    />
                  );
                })}
              </span>
            ))}
          </span>
          <span className="tabular flex flex-col gap-0.5 text-right font-mono text-xs leading-4">
            {heaped || series.length === 1
              ? shortNumber(sums[index] ?? 0)
              : series.map((each) => (
                  <span key={each.id}>{each.values[index] === null ? "–" : shortNumber(value(each, index))}</span>
                ))}
          </span>
        </div>
      ))}
    </div>
  );
}
