"use client";

import { useEffect, useState } from "react";
import { relativeTime } from "./relative-time.ts";

const listeners = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;

/** All relative times of a page move on together, by one timer. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(() => {
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** A time as people say it ("3 minutes ago"), with the exact one in UTC on hover. Nothing to tell: `fallback`. */
export function TimeAgo({
  time,
  fallback = "Never",
  className,
}: {
  time: string | Date | null | undefined;
  fallback?: string;
  className?: string;
}) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const update = () => setNow(Date.now());
    update();
    return onTick(update);
  }, []);
  if (!time) return <span className={className ?? "text-muted"}>{fallback}</span>;
  const date = new Date(time);
  const exact = date.toISOString();
  return (
    // The server said it a moment earlier than the browser does; the words may differ until the first tick.
    <time
      dateTime={exact}
      title={`${exact.slice(0, 10)} ${exact.slice(11, 19)} UTC`}
      className={className}
      suppressHydrationWarning
    >
      {relativeTime(date.getTime(), now)}
    </time>
  );
}
