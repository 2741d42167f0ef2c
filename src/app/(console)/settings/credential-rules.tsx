"use client";

import type { IssuedKind } from "#contract/organization.ts";
import { Preset, presets } from "#contract/preset.ts";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Textarea } from "#ui/textarea.tsx";
import { CheckList } from "./check-list.tsx";
import { type RulesProps, RulesSection } from "./rules-section.tsx";

const names = [
  "key_creation_enabled",
  "allowed_credentials",
  "allowed_presets",
  "never_expires_allowed",
  "max_key_lifetime_days",
  "allowed_ips",
  "recent_authentication_for_full_access",
] as const;

const kinds: { value: IssuedKind; label: string; hint?: string }[] = [
  { value: "live", label: "Live keys" },
  { value: "test", label: "Test keys" },
  { value: "read_only", label: "Read-only keys" },
  { value: "personal_access_token", label: "Personal access tokens" },
  { value: "private_token", label: "Private tokens" },
  { value: "share", label: "Share links", hint: "Those that exist show nothing while it is off." },
  { value: "session", label: "Sign-ins of programs", hint: "The portal stays open." },
  { value: "oauth", label: "OAuth tokens" },
];

/** What may be created and used, how long it lives, and from where. */
export function CredentialRules(props: RulesProps) {
  return (
    <RulesSection
      {...props}
      title="Credentials"
      description="For keys and tokens of everybody, those that exist included."
      names={names}
    >
      {(form) => {
        const { errors } = form.formState;
        const values = form.watch();
        return (
          <>
            <Checkbox
              label="New credentials may be created"
              hint="Off: nobody makes or prolongs keys or tokens, in any way. Those that exist go on."
              checked={values.key_creation_enabled}
              onCheckedChange={(on) => form.set("key_creation_enabled", on)}
            />
            <Field
              group
              label="Allowed kinds"
              error={errors.allowed_credentials?.message}
              hint="What is not allowed is neither created nor let in."
            >
              <CheckList
                options={kinds}
                value={values.allowed_credentials}
                onValueChange={(next) => form.set("allowed_credentials", next)}
              />
            </Field>
            <Field
              group
              label="Allowed presets"
              error={errors.allowed_presets?.message}
              hint="For new keys and tokens, and for those that gain scopes. The others keep theirs."
            >
              <CheckList
                options={Preset.options.map((value) => ({ value, label: presets[value].label }))}
                value={values.allowed_presets}
                onValueChange={(next) => form.set("allowed_presets", next)}
              />
            </Field>
            <Checkbox
              label="Full access asks who it is"
              hint="Making a credential with full access asks for the password again, if that was more than 15 minutes ago."
              checked={values.recent_authentication_for_full_access}
              onCheckedChange={(on) => form.set("recent_authentication_for_full_access", on)}
            />
            <Checkbox
              label="Keys may live for ever"
              hint="Off: a key or token without an expiry is refused."
              checked={values.never_expires_allowed}
              onCheckedChange={(on) => form.set("never_expires_allowed", on)}
            />
            <Field
              label="Longest life in days"
              optional
              error={errors.max_key_lifetime_days?.message}
              hint="Counted from the day of creation, whatever expiry was chosen."
            >
              <Input {...form.register("max_key_lifetime_days")} inputMode="numeric" className="max-w-40" />
            </Field>
            <Field
              label="Allowed addresses"
              optional
              error={errors.allowed_ips?.message}
              hint="IP addresses or CIDR blocks, one a line. A key's own addresses narrow them further. The portal is not bound to them."
            >
              <Textarea {...form.register("allowed_ips")} mono placeholder="203.0.113.0/24" />
            </Field>
          </>
        );
      }}
    </RulesSection>
  );
}
