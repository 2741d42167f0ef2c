"use client";

import type { ComponentProps, MouseEvent } from "react";
import { type ButtonLook, buttonStyles } from "./button-styles.ts";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonProps = ComponentProps<"button"> & ButtonLook & { loading?: boolean };

/**
 * A button. While `loading` it keeps its focus and its width, and swallows presses;
 * a really disabled button would throw the keyboard user back to the top of the page.
 */
export function Button({
  variant,
  size,
  loading,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (loading) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      className={cn(buttonStyles({ variant, size }), "relative", className)}
    >
      {loading && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span
        className={cn("contents", loading && "[&>*]:invisible")}
        style={loading ? { color: "transparent" } : undefined}
      >
        {children}
      </span>
    </button>
  );
}
