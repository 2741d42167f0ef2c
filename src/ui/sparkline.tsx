import { cn } from "./cn.ts";

/** A row of small bars, one a value, oldest first. `label` says in words what they show. */
export function Sparkline({
  values,
  label,
  width = 96,
  height = 20,
  className,
}: {
  values: readonly number[];
  label: string;
  width?: number;
  height?: number;
  className?: string;
}) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const bar = Math.max(1, step - 1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={cn("shrink-0 overflow-visible", className)}
    >
      <title>{label}</title>
      {values.map((value, index) => {
        // An hour without a call keeps a hairline, so that silence reads as silence and not as missing data.
        const tall = value > 0 ? Math.max(2, (value / most) * height) : 1;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
            key={index}
            x={(index * step).toFixed(2)}
            y={(height - tall).toFixed(2)}
            width={bar.toFixed(2)}
            height={tall.toFixed(2)}
            rx={Math.min(1, bar / 2)}
            className={value > 0 ? "fill-accent" : "fill-line-strong"}
          />
        );
      })}
    </svg>
  );
}
