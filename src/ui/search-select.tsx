"use client";

import { Command } from "cmdk";
import { Check, ChevronDown, Search } from "lucide-react";
import { Popover as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cn } from "./cn.ts";
import { controlStyles } from "./control-styles.ts";
import { useFieldWiring } from "./field-context.ts";
import type { SelectOption } from "./select.tsx";
import { Spinner } from "./spinner.tsx";

const MORE = "more";
const itemLook =
  "relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-md py-1.5 pr-8 pl-2 text-sm outline-none data-[disabled=true]:opacity-50 data-[selected=true]:bg-sunken dark:data-[selected=true]:bg-line touch:min-h-10";

/**
 * One of a list of any length: what is typed is looked for by whoever holds the list, which is read page by page. Outside
 * of a `Field` give it a `label`. `chosen` is what the closed control shows, since the chosen one may be on no page that
 * was read.
 */
export function SearchSelect<T extends string>({
  options,
  value,
  chosen,
  onValueChange,
  query,
  onQueryChange,
  more,
  searching = false,
  problem,
  placeholder,
  label,
  searchLabel,
  disabled,
  className,
}: {
  options: readonly SelectOption<T>[];
  value: T | undefined;
  chosen: ReactNode;
  onValueChange: (value: T) => void;
  query: string;
  onQueryChange: (query: string) => void;
  /** Reads the next page; left out: there is none. */
  more?: (() => void) | undefined;
  searching?: boolean;
  /** Stands in place of the options where they could not be read. */
  problem?: ReactNode;
  placeholder?: string;
  label?: string;
  searchLabel: string;
  disabled?: boolean;
  className?: string;
}) {
  const wiring = useFieldWiring();
  const [open, setOpen] = useState(false);
  function change(next: boolean) {
    setOpen(next);
    if (!next) onQueryChange("");
  }
  return (
    <Primitive.Root open={open} onOpenChange={change}>
      <Primitive.Trigger
        {...wiring}
        aria-label={label}
        role="combobox"
        disabled={disabled}
        className={cn(
          controlStyles,
          "inline-flex h-control items-center justify-between gap-2 px-2.5 text-left [&>span]:truncate",
          className,
        )}
      >
        <span className={chosen ? undefined : "text-subtle"}>{chosen || placeholder}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-subtle" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={searchLabel}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-[max(var(--radix-popover-trigger-width),16rem)] max-w-[calc(100vw-1rem)] animate-enter overflow-hidden rounded-lg bg-raised shadow-float outline-none"
        >
          {/* The server has looked already: everything that is here fits. */}
          <Command shouldFilter={false} label={searchLabel} className="flex max-h-80 flex-col">
            <div className="flex items-center gap-2 border-b border-line px-2.5">
              <Search aria-hidden className="size-4 shrink-0 text-subtle" />
              <Command.Input
                value={query}
                onValueChange={onQueryChange}
                placeholder={searchLabel}
                className="h-control w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-subtle"
              />
              {searching && <Spinner className="size-4 shrink-0 text-subtle" />}
            </div>
            <Command.List label={searchLabel} className="overflow-y-auto p-1">
              {problem}
              {!problem && !searching && options.length === 0 && (
                <p role="status" className="px-2 py-3 text-sm text-muted">
                  Nothing fits.
                </p>
              )}
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled ?? false}
                  onSelect={() => {
                    onValueChange(option.value);
                    change(false);
                  }}
                  className={itemLook}
                >
                  <span className="break-id">{option.label}</span>
                  {option.description && <span className="text-xs text-muted">{option.description}</span>}
                  {option.value === value && (
                    <Check aria-hidden className="absolute top-2 right-2 size-4 text-accent" />
                  )}
                </Command.Item>
              ))}
              {more && (
                <Command.Item value={MORE} onSelect={more} className={cn(itemLook, "text-accent")}>
                  Show more
                </Command.Item>
              )}
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
