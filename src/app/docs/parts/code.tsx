import type { ReactNode } from "react";

/** A name from the API inside text: a header, a field, a path, a value. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="break-id rounded-sm border bg-surface px-1 py-px font-mono text-[0.86em] [font-variant-ligatures:none] dark:bg-sunken">
      {children}
    </code>
  );
}
