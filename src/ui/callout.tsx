import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const looks = {
  info: { icon: Info, box: "border-line-strong bg-surface", ink: "text-muted" },
  success: { icon: CircleCheck, box: "border-success-line bg-success-soft", ink: "text-success" },
  warning: { icon: TriangleAlert, box: "border-warning-line bg-warning-soft", ink: "text-warning" },
  danger: { icon: CircleAlert, box: "border-danger-line bg-danger-soft", ink: "text-danger" },
} as const;

/** Something to know before going on. `live` reads it out when it appears. */
export function Callout({
  tone = "info",
  title,
  action,
  live,
  className,
  children,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  action?: ReactNode;
  live?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const look = looks[tone];
  return (
    <div
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={cn("flex items-start gap-2.5 rounded-lg border p-3 text-sm", look.box, className)}
    >
      <look.icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", look.ink)} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn(title ? "text-muted" : "text-text")}>{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
