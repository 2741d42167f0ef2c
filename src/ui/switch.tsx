"use client";

import { Switch as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** On or off, in effect at once. For a choice that is saved with a form use `Checkbox`. */
export function Switch({
  checked,
  onCheckedChange,
  label,
  hint,
  hideLabel,
  disabled,
  className,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={cn("flex items-start justify-between gap-4", className)}>
      <div className={cn("min-w-0 text-sm", hideLabel && "sr-only")}>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted">
            {hint}
          </p>
        )}
      </div>
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled ?? false}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-control bg-sunken px-0.5 transition-colors before:absolute before:-inset-2.5 before:content-[''] disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Primitive.Thumb className="block size-3.5 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </Primitive.Root>
    </div>
  );
}
