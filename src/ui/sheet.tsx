"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

/** A panel that slides in from a side: details of a row on the right, navigation of a phone on the left. */
export function Sheet({
  open,
  onOpenChange,
  trigger,
  title,
  hideTitle,
  description,
  side = "right",
  size = "md",
  guarded,
  footer,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  hideTitle?: boolean;
  description?: ReactNode;
  side?: "left" | "right";
  /** `lg` has room for two columns. */
  size?: "md" | "lg";
  /** Keeps a press outside from closing it, for what must not be lost. */
  guarded?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-rise bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onInteractOutside={(event) => guarded && event.preventDefault()}
          className={cn(
            "fixed inset-y-0 z-50 flex flex-col bg-ground shadow-float outline-none",
            side === "left" && "left-0 w-[min(17rem,85vw)] animate-slide-left",
            side === "right" && "right-0 animate-slide-right",
            side === "right" && (size === "lg" ? "w-[min(70rem,100vw)]" : "w-[min(36rem,100vw)]"),
          )}
        >
          {hideTitle ? (
            <Primitive.Title className="sr-only">{title}</Primitive.Title>
          ) : (
            <header className="flex items-start justify-between gap-4 border-b px-5 py-4">
              <div className="min-w-0">
                <Primitive.Title className="break-id text-lg font-medium">{title}</Primitive.Title>
                {description && (
                  <Primitive.Description className="mt-0.5 text-sm text-muted">{description}</Primitive.Description>
                )}
              </div>
              <Primitive.Close asChild>
                <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-2">
                  <X aria-hidden />
                </Button>
              </Primitive.Close>
            </header>
          )}
          <div className={cn("min-h-0 flex-1 overflow-y-auto", !hideTitle && "p-5")}>{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
