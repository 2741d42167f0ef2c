"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const itemLook =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken dark:data-highlighted:bg-line touch:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-subtle";

/** A menu of actions behind a button. Its parts: `MenuItem`, `MenuLink`, `MenuRadioGroup`, `MenuLabel`, `MenuSeparator`. */
export function DropdownMenu({
  trigger,
  align = "end",
  side = "bottom",
  className,
  onOpenChange,
  children,
}: {
  trigger: ReactNode;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Primitive.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[min(20rem,calc(100vw-1rem))] animate-enter overflow-y-auto rounded-lg bg-raised p-1 shadow-float",
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export function MenuItem({
  onSelect,
  icon,
  shortcut,
  tone,
  disabled,
  keepOpen,
  children,
}: {
  onSelect: () => void;
  /** Leaves the menu open, for what confirms itself in place. */
  keepOpen?: boolean;
  icon?: ReactNode;
  shortcut?: string;
  tone?: "danger";
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Primitive.Item
      onSelect={(event) => {
        if (keepOpen) event.preventDefault();
        onSelect();
      }}
      disabled={disabled ?? false}
      className={cn(itemLook, tone === "danger" && "text-danger data-highlighted:bg-danger-soft [&_svg]:text-danger")}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut && <span className="text-xs text-subtle">{shortcut}</span>}
    </Primitive.Item>
  );
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Primitive.Item asChild className={itemLook}>
      <Link href={href}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
      </Link>
    </Primitive.Item>
  );
}

export function MenuRadioGroup<T extends string>({
  value,
  onValueChange,
  options,
}: {
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; icon?: ReactNode; detail?: ReactNode }[];
}) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={(next) => onValueChange(next as T)}>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={itemLook}>
          {option.icon}
          <span className="min-w-0 flex-1">
            <span className="block truncate">{option.label}</span>
            {option.detail && <span className="block truncate text-xs text-muted">{option.detail}</span>}
          </span>
          <Primitive.ItemIndicator>
            <Check aria-hidden className="text-accent!" />
          </Primitive.ItemIndicator>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Primitive.Label className="px-2 py-1.5 text-xs text-muted">{children}</Primitive.Label>
);

export const MenuSeparator = () => <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />;
