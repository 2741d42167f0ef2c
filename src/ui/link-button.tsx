import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonStyles } from "./button-styles.ts";
import { cn } from "./cn.ts";

/** A link that looks like a button: for going somewhere, where `Button` is for doing something. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link {...rest} className={cn(buttonStyles({ variant, size }), className)} />;
}
