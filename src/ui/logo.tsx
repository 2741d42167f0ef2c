import { cn } from "./cn.ts";

/** The mark: a gate, standing open by the width of one key. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn("size-6 shrink-0", className)}>
      <path d="M3 22V11a9 9 0 0 1 18 0v11h-5.25V11.25a3.75 3.75 0 0 0-7.5 0V22Z" className="fill-accent" />
      <path d="M12 10.25a2 2 0 0 1 1 3.73V22h-2v-8.02a2 2 0 0 1 1-3.73Z" className="fill-text" />
    </svg>
  );
}

/** The mark and the name. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-lg font-medium tracking-tight", className)}>
      <LogoMark />
      Gatehouse
    </span>
  );
}
