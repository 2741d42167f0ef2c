"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { hourlyLimits } from "#contract/credential.ts";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Textarea } from "#ui/textarea.tsx";
import type { KeyFormValues, KeyOffer } from "./key-form-values.ts";

const numbers = new Intl.NumberFormat("en");

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
  const maySetLimit = offer.role === "owner" || offer.role === "admin";
  const most = offer.maxRateLimit === null ? "" : `, at most ${numbers.format(offer.maxRateLimit)}`;
  return (
    <details className="group rounded-lg border" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex h-control list-none items-center gap-1.5 rounded-lg px-3 text-sm font-medium touch:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-subtle transition-transform group-open:rotate-90" />
        More
        <span className="min-w-0 truncate font-normal text-muted">allowed addresses, own limit, metadata</span>
      </summary>
      <div className="flex flex-col gap-5 border-t p-4">
        <Field
          label="Allowed addresses"
          optional
          error={errors.allowed_ips?.message}
          hint="IP addresses or CIDR blocks, one a line. Empty: the key works from anywhere."
        >
          <Textarea {...form.register("allowed_ips")} mono rows={2} placeholder="203.0.113.0/24" spellCheck={false} />
        </Field>
        <Field
          label="Requests an hour"
          optional
          error={
            errors.rate_limit &&
            (errors.rate_limit.type === "server" ? errors.rate_limit.message : "A whole number from 1 to 1,000,000.")
          }
          hint={
            maySetLimit
              ? `Empty: the default, ${numbers.format(hourlyLimits.api_key)}${most}.`
              : "Only an owner or admin sets a limit of its own on a key."
          }
        >
          <Input
            {...form.register("rate_limit")}
            inputMode="numeric"
            autoComplete="off"
            disabled={!maySetLimit}
            placeholder={numbers.format(hourlyLimits.api_key)}
            className="max-w-40"
          />
        </Field>
        <Field
          label="Metadata"
          optional
          error={errors.metadata?.message}
          hint="Up to 20 pairs of your own, name=value, one a line. Your programs read them back; we do not use them."
        >
          <Textarea {...form.register("metadata")} mono rows={2} placeholder="team=analytics" spellCheck={false} />
        </Field>
      </div>
    </details>
  );
}
