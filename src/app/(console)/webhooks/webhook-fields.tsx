"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { alertKindNames, alertKinds } from "#contract/alert.ts";
import type { WebhookEvent } from "#contract/webhook.ts";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

export type WebhookValues = { url: string; description: string; events: WebhookEvent[] };

/** What the form holds, as the verbs take it. */
export const toInput = ({ description, ...rest }: WebhookValues) => ({ ...rest, description: description || null });

/** Where a webhook goes and what for. */
export function WebhookFields<Output>({ form }: { form: UseFormReturn<WebhookValues, unknown, Output> }) {
  const { errors } = form.formState;
  return (
    <>
      <Field
        label="URL"
        error={errors.url?.message}
        hint="An https address that takes POST requests and answers within ten seconds."
        required
      >
        <Input mono inputMode="url" placeholder="https://" autoComplete="off" {...form.register("url")} />
      </Field>
      <Field label="Description" error={errors.description?.message} optional>
        <Input autoComplete="off" {...form.register("description")} />
      </Field>
      <Controller
        control={form.control}
        name="events"
        render={({ field: { value, onChange } }) => (
          <Field label="Events" error={errors.events?.message} group required>
            <div className="flex gap-2">
              <Button size="sm" onClick={() => onChange([...alertKindNames])}>
                Choose all
              </Button>
              <Button size="sm" onClick={() => onChange([])}>
                Choose none
              </Button>
            </div>
            <div className="grid gap-2.5 rounded-lg border p-3">
              {alertKindNames.map((kind) => (
                <Checkbox
                  key={kind}
                  label={
                    <>
                      {alertKinds[kind].label} <code className="font-mono text-xs text-muted">{kind}</code>
                    </>
                  }
                  checked={value.includes(kind)}
                  onCheckedChange={(on) =>
                    onChange(on ? [...value, kind] : value.filter((each: WebhookEvent) => each !== kind))
                  }
                />
              ))}
            </div>
          </Field>
        )}
      />
    </>
  );
}
