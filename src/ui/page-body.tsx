import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** The measure of a page's content: at most 1,200 px, or 720 px for forms and prose (`narrow`). */
export function PageBody({
  narrow,
  className,
  children,
}: {
  narrow?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto w-full px-4 py-6 md:px-8 md:py-8",
        narrow ? "max-w-[calc(720px+4rem)]" : "max-w-[calc(1200px+4rem)]",
        className,
      )}
    >
      {children}
    </div>
  );
}
