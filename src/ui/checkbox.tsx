"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** A tick box. With `label` (and `hint`) it brings its own text; without, give it an `aria-label`. */
export function Checkbox({
  checked,
  onCheckedChange,
  label,
  hint,
  disabled,
  name,
  className,
  "aria-label": ariaLabel,
}: {
  checked: boolean | "indeterminate";
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  name?: string;
  className?: string;
  "aria-label"?: string;
}) {
  const id = useId();
  const box = (
    <Primitive.Root
      id={id}
      checked={checked}
      onCheckedChange={(next) => onCheckedChange(next === true)}
      disabled={disabled ?? false}
      {...(name ? { name } : {})}
      aria-label={ariaLabel}
      aria-describedby={hint ? `${id}-hint` : undefined}
      className={cn(
        "relative grid size-4 shrink-0 place-items-center rounded-sm border border-line-control bg-ground text-on-accent transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        // The finger's target is larger than the box that is seen.
        "before:absolute before:-inset-2 before:content-['']",
        label ? "mt-0.5" : className,
      )}
    >
      <Primitive.Indicator>
        {checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
  if (!label) return box;
  return (
    <div className={cn("flex items-start gap-2", className)}>
      {box}
      <div className="min-w-0 text-sm">
        <label htmlFor={id} className="text-text">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
