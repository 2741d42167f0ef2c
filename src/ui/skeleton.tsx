import { cn } from "./cn.ts";

/** A grey shape where something is about to stand; give it that thing's size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-pulse rounded-sm bg-line", className)} />;
}
