import type { ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

/** One figure with its name, and how it compares with the range before. `undefined` while loading. */
export function Stat({ label, value, detail }: { label: ReactNode; value: ReactNode | undefined; detail?: ReactNode }) {
  return (
    <div className="min-w-0 px-4 py-3">
      <div className="text-sm text-muted">{label}</div>
      <div className="tabular mt-1 min-h-7 text-xl font-medium">
        {value === undefined ? <Skeleton className="my-1 h-5 w-20" /> : value}
      </div>
      <div className="tabular min-h-5 text-sm text-muted">
        {value === undefined ? <Skeleton className="my-1 h-3 w-28" /> : detail}
      </div>
    </div>
  );
}

/** Figures side by side inside one border. */
export function StatRow({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 overflow-hidden rounded-lg border [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-t [&>*]:border-l sm:grid-flow-col sm:auto-cols-fr sm:grid-cols-none">
      {children}
    </div>
  );
}
