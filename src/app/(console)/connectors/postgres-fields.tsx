"use client";

import { Controller } from "react-hook-form";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { Textarea } from "#ui/textarea.tsx";
import type { ConnectorForm } from "./connector-fields.tsx";
import { SecretField } from "./secret-field.tsx";

const tlsOptions = [
  { value: "verify-full", label: "Verify", description: "Encrypted; certificate and host name are checked" },
  { value: "require", label: "Require", description: "Encrypted; whoever answers is believed" },
  { value: "disable", label: "None", description: "Plain text, only into ranges that the operator allows" },
] as const;

/** Which PostgreSQL, as whom, and what of it. */
export function PostgresFields({ form, hasSecret }: { form: ConnectorForm; hasSecret: boolean }) {
  const { errors } = form.formState;
  const [tls, reads] = form.watch(["tls", "reads"]);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
        <Field label="Host" error={errors.host?.message} required>
          <Input mono autoComplete="off" placeholder="db.example.com" {...form.register("host")} />
        </Field>
        <Field label="Port" error={errors.port?.message} required>
          <Input mono inputMode="numeric" autoComplete="off" {...form.register("port")} />
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Database" error={errors.database?.message} required>
          <Input mono autoComplete="off" {...form.register("database")} />
        </Field>
        <Field label="User" error={errors.user?.message} required>
          <Input mono autoComplete="off" {...form.register("user")} />
        </Field>
      </div>
      <SecretField form={form} label="Password" hasSecret={hasSecret} />
      <p className="-mt-2 text-sm text-muted">
        Use a role that may read these rows and nothing else.{" "}
        <TextLink href="/docs/connectors#a-role-for-reading">How to make one</TextLink>
      </p>
      <Controller
        control={form.control}
        name="tls"
        render={({ field: { value, onChange } }) => (
          <Field label="TLS" error={errors.tls?.message}>
            <Select options={tlsOptions} value={value} onValueChange={onChange} />
          </Field>
        )}
      />
      {tls === "verify-full" && (
        <Field
          label="Certificate authority"
          error={errors.ca?.message}
          hint="PEM, where the server’s certificate is not from a public authority."
          optional
        >
          <Textarea mono spellCheck={false} placeholder="-----BEGIN CERTIFICATE-----" {...form.register("ca")} />
        </Field>
      )}
      <Controller
        control={form.control}
        name="reads"
        render={({ field: { value, onChange } }) => (
          <Field label="Rows" group>
            <Segmented
              label="Rows"
              options={[
                { value: "table", label: "Table or view" },
                { value: "query", label: "Query" },
              ]}
              value={value}
              onValueChange={onChange}
              className="w-fit"
            />
          </Field>
        )}
      />
      {reads === "table" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Schema" error={errors.schema?.message} required>
            <Input mono autoComplete="off" {...form.register("schema")} />
          </Field>
          <Field label="Table" error={errors.table?.message} required>
            <Input mono autoComplete="off" {...form.register("table")} />
          </Field>
        </div>
      ) : (
        <Field
          label="Query"
          error={errors.query?.message}
          hint="One statement that reads. It runs in a read-only transaction, and the user’s own rights are its limit."
          required
        >
          <Textarea mono rows={5} spellCheck={false} placeholder="select … from …" {...form.register("query")} />
        </Field>
      )}
      <Field
        label="Time-out"
        error={errors.timeout_seconds?.message}
        hint="Seconds that the statement may take."
        required
      >
        <Input mono inputMode="numeric" autoComplete="off" className="max-w-28" {...form.register("timeout_seconds")} />
      </Field>
    </>
  );
}
