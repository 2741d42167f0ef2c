import type { ChartColor } from "./chart-colors.ts";
import { cn } from "./cn.ts";

export type LegendSeries = { id: string; label: string; color: ChartColor; dashed?: boolean; total?: string };

/** The names of the series with their colours, and how a span is chosen (`howId` names that sentence). */
export function ChartLegend({
  series,
  howId,
  hideHow,
}: {
  series: readonly LegendSeries[];
  howId: string | undefined;
  hideHow: boolean | undefined;
}) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
      {series.map((each) => (
        <span key={each.id} className="inline-flex min-w-0 items-center gap-2">
          <Swatch color={each.color} dashed={each.dashed} />
          <span className="min-w-0 truncate text-muted">{each.label}</span>
          {each.total && <span className="tabular font-mono text-xs">{each.total}</span>}
        </span>
      ))}
      {howId && (
        <span id={howId} className={cn("ml-auto hidden text-subtle", !hideHow && "md:inline")}>
          Drag, or Shift and arrow keys then Enter, to open a span
        </span>
      )}
    </div>
  );
}

/** The colour of a series as it is drawn. */
export function Swatch({ color, dashed }: { color: ChartColor; dashed?: boolean | undefined }) {
  return (
    <span
      aria-hidden
      className={cn("shrink-0 rounded-[2px]", dashed ? "h-0 w-3 border-t-2 border-dashed" : "size-2.5")}
      style={dashed ? { borderColor: `var(--${color})` } : { background: `var(--${color})` }}
    />
  );
}
