import { cn } from "./cn.ts";

/** A time to the second (or millisecond, `precise`) in UTC, for logs, where relative words would hide the order. */
export function ExactTime({
  time,
  precise,
  className,
}: {
  time: string | Date;
  precise?: boolean;
  className?: string;
}) {
  const iso = new Date(time).toISOString();
  return (
    <time dateTime={iso} title={`${iso} (UTC)`} className={cn("tabular whitespace-nowrap font-mono", className)}>
      {iso.slice(0, 10)} {iso.slice(11, precise ? 23 : 19)}
    </time>
  );
}
