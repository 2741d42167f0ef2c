import type { Usage } from "#contract/usage.ts";
import { cn } from "#ui/cn.ts";
import { Stat, StatRow } from "#ui/stat.tsx";
import { count, duration, percent } from "../parts/numbers.ts";

type Totals = Usage["totals"];

/** The range in five figures, each beside that of the range before. `undefined` while loading. */
export function UsageStats({ usage }: { usage: Usage | undefined }) {
  const totals = usage?.totals;
  const previous = usage?.previous ?? null;
  const latency = (name: "p50_ms" | "p95_ms" | "p99_ms") => (
    <Stat
      label={name.slice(0, 3)}
      value={totals && duration(totals[name])}
      detail={previous && <Change now={totals?.[name] ?? null} before={previous[name]} said={duration} less />}
    />
  );
  return (
    <StatRow>
      <Stat
        label="Requests"
        value={totals && count(totals.requests)}
        detail={previous && <Change now={totals?.requests ?? null} before={previous.requests} said={count} />}
      />
      <Stat
        label="Error rate"
        value={totals && percent(errorRate(totals) ?? 0)}
        detail={previous && <Points now={totals ? errorRate(totals) : null} before={errorRate(previous)} />}
      />
      {latency("p50_ms")}
      {latency("p95_ms")}
      {latency("p99_ms")}
    </StatRow>
  );
}

const errorRate = ({ requests, errors }: Totals): number | null => (requests === 0 ? null : errors / requests);

/** How much more or less than before. `less`: less is better. */
function Change({
  now,
  before,
  said,
  less,
}: {
  now: number | null;
  before: number | null;
  said: (value: number) => string;
  less?: boolean;
}) {
  if (now === null || before === null || before === 0) return "Nothing before";
  const change = now / before - 1;
  if (Math.abs(change) < 0.005) return `As before`;
  return (
    <span title={`Before: ${said(before)}`} className={cn(less && change > 0.1 && "text-warning")}>
      {change > 9.99 ? `×${(now / before).toFixed(0)}` : `${change > 0 ? "+" : "−"}${percent(Math.abs(change))}`} from{" "}
      {said(before)}
    </span>
  );
}

/** A share beside the share before, in percentage points. */
function Points({ now, before }: { now: number | null; before: number | null }) {
  if (now === null || before === null) return "Nothing before";
  return <span className={cn(now - before > 0.005 && "text-warning")}>{percent(before)} before</span>;
}
