"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** One of a few short choices in a row: ranges, groupings, modes. Keep its value in the URL. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onValueChange,
  size = "md",
  className,
}: {
  label: string;
  options: readonly { value: T; label: ReactNode; disabled?: boolean }[];
  value: T;
  onValueChange: (value: T) => void;
  size?: "sm" | "md";
  className?: string;
}) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn(
        "inline-flex max-w-full items-stretch gap-0.5 overflow-x-auto rounded-md border border-line bg-sunken p-0.5",
        size === "sm" ? "h-7 touch:h-control" : "h-control",
        className,
      )}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={cn(
            "inline-flex flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border border-transparent font-medium text-muted transition-colors not-disabled:hover:text-text disabled:opacity-50",
            "focus-visible:outline-offset-0 data-[state=checked]:border-line-strong data-[state=checked]:bg-ground data-[state=checked]:text-text dark:data-[state=checked]:bg-line [&_svg]:size-4",
            size === "sm" ? "px-2 text-xs" : "px-2.5 text-sm",
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
