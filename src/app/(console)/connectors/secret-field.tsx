import { Field } from "#ui/field.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import type { ConnectorForm } from "./connector-fields.tsx";

/** A password or token: it goes in and never comes out again. */
export function SecretField({ form, label, hasSecret }: { form: ConnectorForm; label: string; hasSecret: boolean }) {
  return (
    <Field
      label={label}
      error={form.formState.errors.secret?.message}
      hint={
        hasSecret
          ? "One is stored. Leave this empty to keep it; another host or port drops it."
          : "Stored sealed, and never shown again."
      }
      optional={hasSecret}
    >
      <PasswordInput autoComplete="off" {...form.register("secret")} />
    </Field>
  );
}
