"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useFieldWiring } from "./field-context.ts";

export type RadioCard<T extends string = string> = {
  value: T;
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  /** Shown in place of the description while the card cannot be chosen. */
  disabledReason?: string | undefined;
};

/** One of a few choices, each with room to say what it means. */
export function RadioCards<T extends string>({
  label,
  cards,
  value,
  onValueChange,
  columns = 2,
  className,
}: {
  label: string;
  cards: readonly RadioCard<T>[];
  value: T | undefined;
  onValueChange: (value: T) => void;
  columns?: 1 | 2 | 3 | 4;
  className?: string;
}) {
  const { id: _id, ...wiring } = useFieldWiring();
  return (
    <RadioGroup.Root
      {...wiring}
      aria-label={label}
      value={value ?? ""}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn(
        "grid gap-2",
        { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3", 4: "sm:grid-cols-2 lg:grid-cols-4" }[columns],
        className,
      )}
    >
      {cards.map((card) => (
        <RadioGroup.Item
          key={card.value}
          value={card.value}
          disabled={Boolean(card.disabledReason)}
          className="group flex items-start gap-3 rounded-lg border border-line-strong bg-ground p-3 text-left transition-colors not-disabled:hover:border-line-control disabled:bg-surface data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:ring-1 data-[state=checked]:ring-accent"
        >
          <span
            aria-hidden
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-control bg-ground group-disabled:opacity-40 group-data-[state=checked]:border-accent"
          >
            <span className="size-2 rounded-full bg-accent opacity-0 group-data-[state=checked]:opacity-100" />
          </span>
          <span className="flex min-w-0 flex-col gap-0.5 text-sm">
            <span className="flex items-center gap-1.5 font-medium group-disabled:text-muted [&_svg]:size-4">
              {card.icon}
              {card.title}
            </span>
            {(card.disabledReason ?? card.description) && (
              <span className="text-muted">{card.disabledReason ?? card.description}</span>
            )}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
