"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import type { ButtonLook } from "./button-styles.ts";
import { cn } from "./cn.ts";
import { copyText } from "./copy-text.ts";

/** Copies `value` and confirms in place, by sight and by voice, without changing its width. */
export function CopyButton({
  value,
  label = "Copy",
  iconOnly,
  variant,
  size,
  onCopied,
  className,
}: {
  value: string | (() => string);
  label?: string;
  iconOnly?: boolean;
  variant?: ButtonLook["variant"];
  size?: ButtonLook["size"];
  onCopied?: () => void;
  className?: string;
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  async function copy() {
    const copied = await copyText(typeof value === "string" ? value : value());
    setState(copied ? "copied" : "failed");
    if (copied) onCopied?.();
  }
  const Icon = { idle: Copy, copied: Check, failed: TriangleAlert }[state];
  const said = { idle: label, copied: "Copied", failed: "Press Ctrl C" }[state];
  return (
    <Button
      variant={variant ?? (iconOnly ? "ghost" : "secondary")}
      size={size ?? (iconOnly ? "icon-sm" : "md")}
      onClick={copy}
      // Always named: while a dialog is open all but the live region inside is hidden from assistive technology.
      aria-label={label}
      title={iconOnly ? said : undefined}
      className={className}
    >
      <Icon aria-hidden className={cn(state === "copied" && "text-success", state === "failed" && "text-warning")} />
      {!iconOnly && (
        <span className="grid justify-items-start [&>*]:[grid-area:1/1]">
          <span className={cn(state !== "idle" && "invisible")}>{label}</span>
          {state !== "idle" && <span>{said}</span>}
        </span>
      )}
      <span aria-live="polite" className="sr-only">
        {state === "idle" ? "" : said}
      </span>
    </Button>
  );
}
