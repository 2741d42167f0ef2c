"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { BoundsFields } from "../bounds-fields.tsx";
import type { KeyFormValues, KeyOffer } from "./key-form-values.ts";

/** What few keys need: addresses, a limit of its own, notes for programs. Opens by itself when something in it is wrong. */
export function MoreFields<Output>({
  form,
  offer,
}: {
  form: UseFormReturn<KeyFormValues, unknown, Output>;
  offer: KeyOffer;
}) {
  const { errors } = form.formState;
  const wrong = Boolean(errors.allowed_ips ?? errors.rate_limit ?? errors.metadata);
  const [openByHand, setOpen] = useState(false);
  const open = openByHand || wrong;
  return (
    <details className="group rounded-lg border" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex h-control list-none items-center gap-1.5 rounded-lg px-3 text-sm font-medium touch:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-subtle transition-transform group-open:rotate-90" />
        More
        <span className="min-w-0 truncate font-normal text-muted">allowed addresses, own limit, metadata</span>
      </summary>
      <div className="flex flex-col gap-5 border-t p-4">
        <BoundsFields
          register={(name) => form.register(name)}
          errors={errors}
          role={offer.role}
          maxRateLimit={offer.maxRateLimit}
        />
      </div>
    </details>
  );
}
