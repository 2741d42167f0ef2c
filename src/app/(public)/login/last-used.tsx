import type { ReactNode } from "react";
import { Badge } from "#ui/badge.tsx";

/** Marks the way that one signed in last, above its button's corner. */
export function LastUsed({ shown, children }: { shown: boolean; children: ReactNode }) {
  return (
    <div className="relative flex flex-col gap-2">
      {children}
      {shown && (
        <span className="pointer-events-none absolute -top-2.5 right-2">
          <Badge tone="accent">Last used</Badge>
        </span>
      )}
    </div>
  );
}
