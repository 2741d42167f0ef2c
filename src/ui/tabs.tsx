"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const tabListLook = "flex gap-5 overflow-x-auto border-b text-sm [scrollbar-width:none]";
const tabLook =
  "-mb-px inline-flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent font-medium text-muted transition-colors hover:text-text focus-visible:-outline-offset-2";

/** Views of one thing, one at a time. Keep `value` in the URL; for views that are pages of their own use `NavTabs`. */
export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onValueChange,
  className,
}: {
  label: string;
  tabs: readonly { value: T; label: ReactNode; content: ReactNode }[];
  value: T;
  onValueChange: (value: T) => void;
  className?: string;
}) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onValueChange(next as T)} className={className}>
      <Primitive.List aria-label={label} className={tabListLook}>
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className={cn(tabLook, "data-[state=active]:border-accent data-[state=active]:text-text")}
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="pt-6">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
