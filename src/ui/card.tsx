import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A bordered region with an optional head and foot. `flush` lets a table or list reach the border. */
export function Card({
  title,
  description,
  action,
  footer,
  flush,
  tone = "neutral",
  className,
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  footer?: ReactNode;
  flush?: boolean;
  tone?: "neutral" | "danger";
  className?: string;
  children?: ReactNode;
}) {
  return (
    <section
      className={cn(
        "min-w-0 overflow-clip rounded-lg border bg-ground",
        tone === "danger" ? "border-danger-line" : "border-line",
        className,
      )}
    >
      {(title || action) && (
        <header
          className={cn(
            "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4",
            flush && "border-b pb-3",
          )}
        >
          <div className="min-w-0">
            {title && <h2 className="text-base font-medium">{title}</h2>}
            {description && <p className="mt-0.5 max-w-[72ch] text-sm text-muted">{description}</p>}
          </div>
          {action && <div className="flex items-center gap-2">{action}</div>}
        </header>
      )}
      {children !== undefined && <div className={cn(!flush && "p-4")}>{children}</div>}
      {footer && <footer className="border-t bg-surface px-4 py-3 text-sm text-muted">{footer}</footer>}
    </section>
  );
}
