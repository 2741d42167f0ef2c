import { cn } from "./cn.ts";

/** How far something is, from 0 to 1; `null` while that is not known. */
export function Progress({
  label,
  value,
  detail,
  tone = "accent",
  className,
}: {
  label: string;
  value: number | null;
  detail?: string | undefined;
  tone?: "accent" | "warning" | "danger";
  className?: string;
}) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex justify-between gap-4 text-sm">
        <span className="min-w-0 truncate">{label}</span>
        <span className="tabular shrink-0 text-muted">{detail ?? (percent === undefined ? "" : `${percent}%`)}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={detail}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={cn(
            "h-full rounded-full transition-[width]",
            { accent: "bg-accent", warning: "bg-warning", danger: "bg-danger" }[tone],
            percent === undefined && "w-1/3 animate-pulse",
          )}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
