"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { controlStyles } from "./control-styles.ts";
import { useFieldWiring } from "./field-context.ts";

export type SelectOption<T extends string = string> = {
  value: T;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

/** One of a short list. Outside of a `Field` give it a `label`. Values must not be empty strings. */
export function Select<T extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  label,
  name,
  disabled,
  className,
}: {
  options: readonly SelectOption<T>[];
  value: T | undefined;
  onValueChange: (value: T) => void;
  placeholder?: string;
  label?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
}) {
  const wiring = useFieldWiring();
  return (
    <Primitive.Root
      value={value ?? ""}
      onValueChange={(next) => onValueChange(next as T)}
      {...(name ? { name } : {})}
      disabled={disabled ?? false}
    >
      <Primitive.Trigger
        {...wiring}
        aria-label={label}
        className={cn(
          controlStyles,
          "inline-flex h-control items-center justify-between gap-2 px-2.5 text-left data-placeholder:text-subtle [&>span]:truncate",
          className,
        )}
      >
        {/* Written out, because Radix knows the label of a value only after it woke up in the browser. */}
        <Primitive.Value placeholder={placeholder}>
          {options.find((option) => option.value === value)?.label}
        </Primitive.Value>
        <Primitive.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[min(24rem,calc(100vw-1rem))] animate-enter overflow-hidden rounded-lg bg-raised p-1 shadow-float"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-md py-1.5 pr-8 pl-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken dark:data-highlighted:bg-line touch:min-h-10"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.description && <span className="text-xs text-muted">{option.description}</span>}
                <Primitive.ItemIndicator className="absolute top-2 right-2">
                  <Check aria-hidden className="size-4 text-accent" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
