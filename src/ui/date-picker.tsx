"use client";

import { Input } from "./input.tsx";

/** A day, as `YYYY-MM-DD`, by the browser's own calendar, which every reader and keyboard already knows. */
export function DatePicker({
  value,
  onValueChange,
  min,
  max,
  label,
  withTime,
  className,
}: {
  value: string;
  onValueChange: (value: string) => void;
  min?: string | undefined;
  max?: string | undefined;
  label?: string;
  /** Asks for hour and minute too: `YYYY-MM-DDTHH:mm`, in the reader's own time zone. */
  withTime?: boolean;
  className?: string | undefined;
}) {
  return (
    <Input
      type={withTime ? "datetime-local" : "date"}
      aria-label={label}
      value={value}
      min={min}
      max={max}
      onChange={(event) => onValueChange(event.target.value)}
      className={className}
    />
  );
}
