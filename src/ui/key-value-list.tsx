import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type KeyValue = { term: string; value: ReactNode; hint?: ReactNode };

/** Facts about one thing: name on the left, value on the right, one under the other on a phone. */
export function KeyValueList({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn("divide-y divide-line text-sm", className)}>
      {items.map((item) => (
        <div
          key={item.term}
          className="grid gap-x-6 gap-y-0.5 py-2.5 sm:items-baseline first:pt-0 last:pb-0 sm:grid-cols-[minmax(8rem,12rem)_1fr]"
        >
          <dt className="text-muted">{item.term}</dt>
          <dd className="break-id min-w-0">
            {item.value}
            {item.hint && <div className="text-muted">{item.hint}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
