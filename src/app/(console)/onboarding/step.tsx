import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#ui/cn.ts";

export type StepState = "done" | "now" | "later";

/** One step of a few, with its number, or a tick once it is done. */
export function Step({
  number,
  title,
  state,
  last,
  children,
}: {
  number: number;
  title: string;
  state: StepState;
  last?: boolean;
  children?: ReactNode;
}) {
  return (
    <li
      className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-4"
      aria-current={state === "now" ? "step" : undefined}
    >
      {!last && <span aria-hidden className="absolute top-9 bottom-1 left-[0.8125rem] w-px bg-line" />}
      <span
        aria-hidden
        className={cn(
          "tabular grid size-7 place-items-center rounded-full border text-sm font-medium",
          state === "done" && "border-success-line bg-success-soft text-success",
          state === "now" && "border-accent bg-accent text-on-accent",
          state === "later" && "border-line-strong text-subtle",
        )}
      >
        {state === "done" ? <Check className="size-4" /> : number}
      </span>
      <div className={cn("min-w-0", !last && "pb-10")}>
        <h2 className={cn("pt-1 text-base font-medium", state === "later" && "text-muted")}>
          {title}
          {state === "done" && <span className="sr-only"> (done)</span>}
        </h2>
        {children && <div className="mt-3">{children}</div>}
      </div>
    </li>
  );
}
