import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A link inside text: underlined, so that it is told apart by more than its colour. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={cn(
        "rounded-sm text-accent underline decoration-accent-line underline-offset-2 transition-colors hover:decoration-current",
        className,
      )}
    />
  );
}
