"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

/**
 * A window over the page. Open it by `trigger` or hold `open` yourself.
 * `guarded` keeps a press outside or Escape from closing it, for what must not be lost. `above` is for the one that may
 * come up while another is open.
 */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  size = "md",
  guarded,
  above,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  guarded?: boolean;
  above?: boolean;
  children?: ReactNode;
}) {
  const hold = (event: Event) => guarded && event.preventDefault();
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className={cn("fixed inset-0 animate-rise bg-scrim", above ? "z-50" : "z-40")} />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusMarked}
          onEscapeKeyDown={hold}
          onInteractOutside={hold}
          className={cn(
            "fixed inset-x-2 top-[max(0.5rem,12dvh)] z-50 mx-auto flex max-h-[min(80dvh,calc(100dvh-1rem))] animate-enter flex-col rounded-lg bg-raised shadow-float outline-none",
            { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-2xl" }[size],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <div className="min-w-0">
              <Primitive.Title className="text-lg font-medium">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1 text-sm text-muted">{description}</Primitive.Description>
              )}
            </div>
            {!guarded && (
              <Primitive.Close asChild>
                <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-2">
                  <X aria-hidden />
                </Button>
              </Primitive.Close>
            )}
          </div>
          {children && <div className="min-h-0 overflow-y-auto px-5 pt-4">{children}</div>}
          <div className={cn("flex flex-wrap justify-end gap-2 px-5 pb-5", footer && "pt-5")}>{footer}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Begins at the control marked `data-autofocus`, if there is one, instead of at the button that closes. */
function focusMarked(event: Event): void {
  const marked = (event.currentTarget as HTMLElement).querySelector<HTMLElement>("[data-autofocus]");
  if (!marked) return;
  event.preventDefault();
  marked.focus();
}
