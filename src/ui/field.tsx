"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";
import { FieldContext } from "./field-context.ts";

/**
 * A label, one control, a hint and an error, wired by aria. The control inside picks its id up by itself.
 * `group` is for controls that are themselves a group (radio cards, matrix): a fieldset with a legend.
 */
export function Field({
  label,
  hint,
  error,
  optional,
  required = false,
  group,
  aside,
  hideLabel,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  required?: boolean;
  group?: boolean;
  aside?: ReactNode;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  const labelText = (
    <>
      {label}
      {optional && <span className="ml-1.5 font-normal text-subtle">Optional</span>}
    </>
  );
  const labelLook = cn("text-sm font-medium text-text", hideLabel && "sr-only");
  const body = (
    <>
      <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>{children}</FieldContext>
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{error}</span>
        </p>
      )}
      {hint && (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </>
  );
  if (group) {
    return (
      <fieldset aria-describedby={describedBy} className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <legend className={cn("float-left w-full", labelLook)}>{labelText}</legend>
        {body}
      </fieldset>
    );
  }
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-2", hideLabel && !aside && "contents")}>
        <label htmlFor={id} className={labelLook}>
          {labelText}
        </label>
        {aside && <span className="text-sm text-muted">{aside}</span>}
      </div>
      {body}
    </div>
  );
}
