"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { controlStyles } from "./control-styles.ts";
import { useFieldWiring } from "./field-context.ts";

/** A text field of several lines that grows with what is written. */
export function Textarea({ className, mono, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  const wiring = useFieldWiring();
  return (
    <textarea
      rows={3}
      {...wiring}
      {...rest}
      className={cn(
        controlStyles,
        "field-sizing-content max-h-80 min-h-20 px-2.5 py-1.5",
        mono && "font-mono",
        className,
      )}
    />
  );
}
