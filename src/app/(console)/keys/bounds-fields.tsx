"use client";

import type { FieldError, UseFormRegisterReturn } from "react-hook-form";
import { hourlyLimits } from "#contract/credential.ts";
import type { Role } from "#contract/role.ts";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Textarea } from "#ui/textarea.tsx";

const numbers = new Intl.NumberFormat("en");

type Name = "allowed_ips" | "rate_limit" | "metadata";

/** The fields of a key that few need: from where, how often, and notes for programs. Lists are typed one a line. */
export function BoundsFields({
  register,
  errors,
  role,
  maxRateLimit,
}: {
  register: (name: Name) => UseFormRegisterReturn;
  errors: Partial<Record<Name, FieldError>>;
  role: Role;
  maxRateLimit: number | null;
}) {
  const maySetLimit = role === "owner" || role === "admin";
  const most = maxRateLimit === null ? "" : `, at most ${numbers.format(maxRateLimit)}`;
  const badLimit = errors.rate_limit;
  return (
    <>
      <Field
        label="Allowed addresses"
        optional
        error={errors.allowed_ips?.message}
        hint="IP addresses or CIDR blocks, one a line. Empty: the key works from anywhere."
      >
        <Textarea {...register("allowed_ips")} mono rows={2} placeholder="203.0.113.0/24" spellCheck={false} />
      </Field>
      <Field
        label="Requests an hour"
        optional
        error={badLimit && (badLimit.type === "server" ? badLimit.message : "A whole number from 1 to 1,000,000.")}
        hint={
          maySetLimit
            ? `Empty: the default, ${numbers.format(hourlyLimits.api_key)}${most}.`
            : "Only an owner or admin sets a limit of its own on a key."
        }
      >
        <Input
          {...register("rate_limit")}
          inputMode="numeric"
          autoComplete="off"
          readOnly={!maySetLimit}
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
        <Textarea {...register("metadata")} mono rows={2} placeholder="team=analytics" spellCheck={false} />
      </Field>
    </>
  );
}
