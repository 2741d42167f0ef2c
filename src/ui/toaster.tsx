"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Where toasts appear; the root layout holds the only one. Raise a toast with `toast` of sonner. */
export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme === "light" || theme === "dark" ? theme : "system"}
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2 rounded-lg bg-raised p-3 text-sm text-text shadow-float sm:w-(--width) font-sans",
          title: "font-medium",
          description: "text-muted",
          icon: "mt-0.5 shrink-0",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-danger",
          warning: "[&_[data-icon]]:text-warning",
          actionButton: "ml-auto shrink-0 rounded-md border border-line-strong px-2 py-1 text-xs font-medium",
          cancelButton: "shrink-0 rounded-md px-2 py-1 text-xs text-muted",
        },
      }}
    />
  );
}
