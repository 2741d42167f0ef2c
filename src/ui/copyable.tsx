import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

/** An id, hint or address in mono with a copy button that belongs to it. */
export function Copyable({ value, label, className }: { value: string; label: string; className?: string }) {
  return (
    <span className={cn("inline-flex min-w-0 max-w-full items-center gap-0.5", className)}>
      <code className="break-id min-w-0 font-mono text-[0.93em]">{value}</code>
      <CopyButton value={value} label={label} iconOnly />
    </span>
  );
}
