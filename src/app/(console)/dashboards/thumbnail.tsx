import type { ChartKind, DashboardSummary } from "#contract/dashboard.ts";
import { cn } from "#ui/cn.ts";

const MOST = 6;

/** The shape of a dashboard: its first charts where they stand, each as the sign of its kind. Shows no data. */
export function Thumbnail({ charts }: { charts: DashboardSummary["charts"] }) {
  if (charts.length === 0)
    return <div className="grid h-full place-items-center text-xs text-subtle">No charts yet</div>;
  return (
    <div className="grid grid-cols-2 gap-1.5">
      {charts.slice(0, MOST).map(({ id, kind, width }) => (
        <div
          key={id}
          className={cn("h-13 rounded-sm border bg-ground px-2 py-1.5 text-accent", width === "full" && "col-span-2")}
        >
          <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden className="size-full">
            {signs[kind]}
          </svg>
        </div>
      ))}
    </div>
  );
}

const path = "0,26 12,20 24,23 36,12 48,16 60,8 72,13 84,5 100,9";
const bars = [14, 24, 18, 30, 22, 27, 12].map((height, index) => ({ height, x: index * 14 + 2 }));
const signs: Record<ChartKind, React.ReactNode> = {
  line: (
    <polyline points={path} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
  ),
  area: (
    <>
      <polygon points={`0,32 ${path} 100,32`} fill="currentColor" opacity="0.25" />
      <polyline points={path} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </>
  ),
  bar: bars.map(({ height, x }) => (
    <rect key={x} x={x} y={32 - height} width="9" height={height} fill="currentColor" opacity="0.8" />
  )),
  number: (
    <>
      <rect x="2" y="6" width="34" height="13" rx="2" fill="currentColor" opacity="0.85" />
      <rect x="2" y="24" width="22" height="4" rx="1" fill="currentColor" opacity="0.3" />
    </>
  ),
  table: [4, 12, 20, 28].map((y) => (
    <g key={y} fill="currentColor" opacity={y === 4 ? 0.7 : 0.3}>
      <rect x="2" y={y - 2} width="40" height="3" />
      <rect x="50" y={y - 2} width="20" height="3" />
      <rect x="78" y={y - 2} width="20" height="3" />
    </g>
  )),
};
