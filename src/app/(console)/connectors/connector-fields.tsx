"use client";

import { Database, Rss } from "lucide-react";
import { Controller, type UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { CreateConnectorInput } from "#contract/connector.ts";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import type { ConnectorValues } from "./connector-values.ts";
import { FeedFields } from "./feed-fields.tsx";
import { PostgresFields } from "./postgres-fields.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";

export type ConnectorForm = UseFormReturn<ConnectorValues, unknown, z.output<typeof CreateConnectorInput>>;

const kinds = [
  { value: "postgres", title: "PostgreSQL", icon: <Database aria-hidden />, description: "A table, a view or a query" },
  { value: "http", title: "HTTP feed", icon: <Rss aria-hidden />, description: "CSV, JSON or NDJSON at a URL" },
] as const;

/** Where rows come from, how they are told apart, and when. The kind of a connector that exists is not offered. */
export function ConnectorFields({
  form,
  isNew,
  hasSecret,
}: {
  form: ConnectorForm;
  isNew: boolean;
  hasSecret: boolean;
}) {
  const { errors } = form.formState;
  const kind = form.watch("kind");
  return (
    <>
      {isNew && (
        <Controller
          control={form.control}
          name="kind"
          render={({ field: { value, onChange } }) => (
            <Field label="Where the rows are" group>
              <RadioCards label="Where the rows are" cards={kinds} value={value} onValueChange={onChange} />
            </Field>
          )}
        />
      )}
      <Field label="Name" error={errors.name?.message} hint="The source that it makes gets the same name." required>
        <Input autoComplete="off" {...form.register("name")} />
      </Field>
      {kind === "postgres" ? (
        <PostgresFields form={form} hasSecret={hasSecret} />
      ) : (
        <FeedFields form={form} hasSecret={hasSecret} />
      )}
      <Field
        label="Key columns"
        error={errors.key_columns?.message}
        hint="Columns that tell one row from another, comma-separated. By them each sync counts rows added, changed and removed; without, whole rows are compared."
        optional
      >
        <Input mono autoComplete="off" placeholder="id" {...form.register("key_columns")} />
      </Field>
      <ScheduleFields form={form} />
    </>
  );
}
