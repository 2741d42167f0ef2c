import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Tone = "neutral" | "accent" | "success" | "warning" | "danger";

const tones: Record<Tone, string> = {
  neutral: "border-line-strong bg-sunken text-muted",
  accent: "border-accent-line bg-accent-soft text-accent",
  success: "border-success-line bg-success-soft text-success",
  warning: "border-warning-line bg-warning-soft text-warning",
  danger: "border-danger-line bg-danger-soft text-danger",
};

/** A state in one word. The tone only repeats what the word says. `dot` marks states of living things. */
export function Badge({
  tone = "neutral",
  dot,
  mono,
  title,
  className,
  children,
}: {
  tone?: Tone;
  dot?: boolean;
  mono?: boolean;
  /** More about it, for whoever points at it. */
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 text-xs font-medium",
        mono && "font-mono font-normal",
        tones[tone],
        className,
      )}
    >
      {dot && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
      {children}
    </span>
  );
}
