import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A list without anything in it: what the thing is for, and the button or command that makes the first one. */
export function EmptyState({
  icon,
  title,
  description,
  action,
  bordered = true,
  className,
  children,
}: {
  icon?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  bordered?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex flex-col items-center px-4 py-12 text-center",
        bordered && "rounded-lg border border-line-strong border-dashed",
        className,
      )}
    >
      {icon && (
        <div
          aria-hidden
          className="mb-4 grid size-10 place-items-center rounded-lg border border-line bg-surface text-muted [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <h2 className="text-base font-medium">{title}</h2>
      {description && <p className="mt-1 max-w-[52ch] text-pretty text-sm text-muted">{description}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {children && <div className="mt-6 w-full max-w-xl text-left">{children}</div>}
    </div>
  );
}
