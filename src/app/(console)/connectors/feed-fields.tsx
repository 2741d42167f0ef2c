"use client";

import { Controller } from "react-hook-form";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import type { ConnectorForm } from "./connector-fields.tsx";
import { SecretField } from "./secret-field.tsx";

const authOptions = [
  { value: "none", label: "None" },
  { value: "bearer", label: "Bearer token" },
  { value: "basic", label: "User and password" },
  { value: "header", label: "Header of its own" },
] as const;
const secretLabels = { none: "", bearer: "Token", basic: "Password", header: "Value of the header" };

/** Which feed, and how to ask for it. */
export function FeedFields({ form, hasSecret }: { form: ConnectorForm; hasSecret: boolean }) {
  const { errors } = form.formState;
  const auth = form.watch("auth");
  return (
    <>
      <Field
        label="URL"
        error={errors.url?.message}
        hint="Everybody who may see connectors sees it: put secrets into the authorization."
        required
      >
        <Input mono inputMode="url" autoComplete="off" placeholder="https://" {...form.register("url")} />
      </Field>
      <Controller
        control={form.control}
        name="auth"
        render={({ field: { value, onChange } }) => (
          <Field label="Authorization" error={errors.auth?.message}>
            <Select options={authOptions} value={value} onValueChange={onChange} />
          </Field>
        )}
      />
      {auth === "basic" && (
        <Field label="User" error={errors.auth_user?.message} required>
          <Input mono autoComplete="off" {...form.register("auth_user")} />
        </Field>
      )}
      {auth === "header" && (
        <Field label="Name of the header" error={errors.auth_name?.message} required>
          <Input mono autoComplete="off" {...form.register("auth_name")} />
        </Field>
      )}
      {auth !== "none" && <SecretField form={form} label={secretLabels[auth]} hasSecret={hasSecret} />}
      <Field
        label="Rows at"
        error={errors.rows_at?.message}
        hint="JSON only: where in the document the array of rows is. Empty: it is the whole document."
        optional
      >
        <Input mono autoComplete="off" placeholder="/data/items" {...form.register("rows_at")} />
      </Field>
      <Field label="Time-out" error={errors.timeout_seconds?.message} hint="Seconds that reading may take." required>
        <Input mono inputMode="numeric" autoComplete="off" className="max-w-28" {...form.register("timeout_seconds")} />
      </Field>
    </>
  );
}
