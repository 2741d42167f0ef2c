"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type MatrixRow<Level extends string = string> = {
  id: string;
  label: ReactNode;
  description?: ReactNode;
  /** Levels that cannot be chosen here, each with its reason. */
  unavailable?: Partial<Record<Level, string>>;
};

/** One level (none, read, write) for each resource. What one may not give is shown, with why. */
export function Matrix<Level extends string>({
  label,
  rows,
  levels,
  value,
  onValueChange,
  disabled,
}: {
  label: string;
  rows: readonly MatrixRow<Level>[];
  levels: readonly { value: Level; label: string }[];
  value: Readonly<Record<string, Level>>;
  onValueChange: (row: string, level: Level) => void;
  disabled?: boolean;
}) {
  const first = levels[0];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot take part in this grid
    <div role="group" aria-label={label} className="divide-y divide-line overflow-hidden rounded-lg border">
      {rows.map((row) => {
        const reasons = [...new Set(Object.values<string | undefined>(row.unavailable ?? {}))].filter(Boolean);
        return (
          <div key={row.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-2.5">
            <div className="min-w-40 flex-1 text-sm">
              <div className="font-medium" id={`matrix-${row.id}`}>
                {row.label}
              </div>
              {row.description && <div className="text-muted">{row.description}</div>}
              {reasons.length > 0 && (
                <div id={`matrix-${row.id}-why`} className="text-subtle">
                  {reasons.join(" ")}
                </div>
              )}
            </div>
            <RadioGroup.Root
              orientation="horizontal"
              aria-labelledby={`matrix-${row.id}`}
              aria-describedby={reasons.length > 0 ? `matrix-${row.id}-why` : undefined}
              value={value[row.id] ?? first?.value ?? ""}
              onValueChange={(next) => onValueChange(row.id, next as Level)}
              disabled={disabled ?? false}
              className="inline-flex h-control rounded-md border bg-sunken p-0.5"
            >
              {levels.map((level) => {
                const why = row.unavailable?.[level.value];
                return (
                  <RadioGroup.Item
                    key={level.value}
                    value={level.value}
                    disabled={Boolean(why)}
                    title={why}
                    className={cn(
                      "min-w-14 rounded-sm border border-transparent px-2 text-sm font-medium text-muted transition-colors not-disabled:hover:text-text focus-visible:outline-offset-0",
                      "disabled:text-subtle disabled:line-through disabled:opacity-60 data-[state=checked]:border-line-strong data-[state=checked]:bg-ground data-[state=checked]:text-text data-[state=checked]:no-underline dark:data-[state=checked]:bg-line",
                      level !== first &&
                        "data-[state=checked]:border-accent-line data-[state=checked]:bg-accent-soft data-[state=checked]:text-accent dark:data-[state=checked]:bg-accent-soft",
                    )}
                  >
                    {level.label}
                  </RadioGroup.Item>
                );
              })}
            </RadioGroup.Root>
          </div>
        );
      })}
    </div>
  );
}
