"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { controlStyles } from "./control-styles.ts";
import { useFieldWiring } from "./field-context.ts";

export type InputProps = ComponentProps<"input"> & { mono?: boolean; icon?: ReactNode; suffix?: ReactNode };

/** A one-line text field. `icon` stands before the text and `suffix` after it; both are decoration. */
export function Input({ className, mono, icon, suffix, ...rest }: InputProps) {
  const wiring = useFieldWiring();
  const input = (
    <input
      {...wiring}
      {...rest}
      className={cn(
        controlStyles,
        "h-control px-2.5",
        mono && "font-mono",
        icon && "pl-8",
        suffix && "pr-10",
        className,
      )}
    />
  );
  if (!icon && !suffix) return input;
  return (
    <span className="relative block w-full min-w-0">
      {icon && (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-subtle [&_svg]:size-4">
          {icon}
        </span>
      )}
      {input}
      {suffix && <span className="absolute inset-y-0 right-1.5 flex items-center text-sm text-subtle">{suffix}</span>}
    </span>
  );
}
