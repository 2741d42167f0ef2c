import { cn } from "./cn.ts";

/** The initials of a person or an organization. Decorative: their name stands beside it. */
export function Avatar({ name, square, className }: { name: string; square?: boolean; className?: string }) {
  const words = name
    .trim()
    .split(/[\s@._-]+/u)
    .filter(Boolean);
  const initials = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
    .map((word) => (word ? String.fromCodePoint(word.codePointAt(0)!) : ""))
    .join("")
    .toLocaleUpperCase("en");
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-6 shrink-0 select-none place-items-center bg-line text-[10px] font-medium text-muted",
        square ? "rounded-md bg-accent text-on-accent" : "rounded-full",
        className,
      )}
    >
      {initials || "?"}
    </span>
  );
}
