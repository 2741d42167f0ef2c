"use client";

import { Checkbox } from "#ui/checkbox.tsx";

/** Several of a few, in the order in which they are offered. */
export function CheckList<T extends string>({
  options,
  value,
  onValueChange,
}: {
  options: readonly { value: T; label: string; hint?: string }[];
  value: readonly T[];
  onValueChange: (value: T[]) => void;
}) {
  return (
    <div className="mt-1 grid gap-x-6 gap-y-3 sm:grid-cols-2">
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          {...(option.hint && { hint: option.hint })}
          checked={value.includes(option.value)}
          onCheckedChange={(on) =>
            onValueChange(
              options.map((each) => each.value).filter((each) => (each === option.value ? on : value.includes(each))),
            )
          }
        />
      ))}
    </div>
  );
}
