"use client";

import { hourlyLimits } from "#contract/credential.ts";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { count } from "../parts/numbers.ts";
import { type RulesProps, RulesSection } from "./rules-section.tsx";

const fields = [
  {
    name: "rate_limit",
    label: "Each key or token",
    hint: `At most so many, whatever was set on it. A key has ${count(hourlyLimits.api_key)} if nothing was.`,
  },
  {
    name: "member_rate_limit",
    label: "Each member",
    hint: "All credentials of one member or service account together.",
  },
  { name: "organization_rate_limit", label: "The organization", hint: "All credentials of everybody together." },
] as const;

/** Requests an hour. The strictest of the three stops a call. */
export function LimitRules(props: RulesProps) {
  return (
    <RulesSection
      {...props}
      title="Limits"
      description="Requests an hour. The strictest one that is used up refuses with 429; an empty field is no limit."
      names={fields.map(({ name }) => name)}
    >
      {(form) =>
        fields.map(({ name, label, hint }) => (
          <Field key={name} label={label} optional error={form.formState.errors[name]?.message} hint={hint}>
            <Input {...form.register(name)} inputMode="numeric" className="max-w-40" />
          </Field>
        ))
      }
    </RulesSection>
  );
}
