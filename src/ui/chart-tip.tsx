import { type LegendSeries, Swatch } from "./chart-legend.tsx";
import { cn } from "./cn.ts";

/** The values at the cursor, on whichever side of it there is room. Read out by the chart itself. */
export function ChartTip({
  title,
  series,
  index,
  format,
  left,
  width,
}: {
  title: string;
  series: readonly (LegendSeries & { values: readonly (number | null)[] })[];
  index: number;
  format: (value: number) => string;
  left: number;
  width: number;
}) {
  const onTheLeft = left > width / 2;
  return (
    <div
      aria-hidden
      className={cn(
        "pointer-events-none absolute top-2 z-10 w-max max-w-64 rounded-lg bg-raised p-2.5 text-xs shadow-float",
        onTheLeft && "-translate-x-full",
      )}
      style={{ left: left + (onTheLeft ? -12 : 12) }}
    >
      <div className="tabular mb-1 text-muted">{title}</div>
      {series.map((each) => {
        const value = each.values[index];
        return (
          <div key={each.id} className="flex items-center gap-2 leading-5">
            <Swatch color={each.color} dashed={each.dashed} />
            <span className="min-w-0 flex-1 truncate">{each.label}</span>
            <span className="tabular pl-4 font-mono">
              {value === null || value === undefined ? "–" : format(value)}
            </span>
          </div>
        );
      })}
    </div>
  );
}
