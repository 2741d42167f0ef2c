"use client";

import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { type RulesProps, RulesSection } from "./rules-section.tsx";

/** How long people stay signed in, and what they have to prove. */
export function SignInRules(props: RulesProps) {
  return (
    <RulesSection
      {...props}
      title="Signing in"
      description="For people who act in this organization, in the portal and by programs."
      names={["session_hours", "second_factor_required"]}
    >
      {(form) => (
        <>
          <Field
            label="Hours until one signs in again"
            optional
            error={form.formState.errors.session_hours?.message}
            hint="Counted from signing in, for those who are signed in already as well. Empty: 14 days."
          >
            <Input {...form.register("session_hours")} inputMode="numeric" className="max-w-40" />
          </Field>
          <Field group label="Second factor" error={form.formState.errors.second_factor_required?.message}>
            <Checkbox
              label="Required of everybody"
              hint="People without an authenticator app get as far as their account page, where they set one up; until then their keys and tokens are refused. Keys of service accounts go on."
              checked={form.watch("second_factor_required")}
              onCheckedChange={(on) => form.set("second_factor_required", on)}
            />
          </Field>
        </>
      )}
    </RulesSection>
  );
}
