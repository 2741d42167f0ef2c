"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { type Key, UpdateKeyInput } from "#contract/key.ts";
import { expandScopes, isReadScope, Scope } from "#contract/scope.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { DatePicker } from "#ui/date-picker.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { ScopeMatrix } from "../../credentials/scope-matrix.tsx";
import { BoundsFields } from "../bounds-fields.tsx";
import type { KeyOffer } from "../new/key-form-values.ts";
import { useKeysChanged } from "../use-keys-changed.ts";
import { dayOf, type SettingsValues, toUpdateInput } from "./settings-values.ts";

/** Rename, narrow, re-bind: all of a key that may change. Only what was touched is sent. */
export function KeySettings({
  of: key,
  offer,
  mayChange,
  mayWrite,
}: {
  of: Key;
  offer: KeyOffer;
  mayChange: boolean;
  mayWrite: boolean;
}) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  // A refused call links here with the scope that it lacked.
  const [add, setAdd] = useQueryState("add", parseAsStringLiteral(Scope.options));
  const form = useForm<SettingsValues, unknown, ReturnType<typeof UpdateKeyInput.parse>>({
    defaultValues: {
      name: key.name,
      scopes: key.scopes,
      expires_at: key.expires_at ? "date" : "never",
      expires_on: dayOf(key.expires_at),
      allowed_ips: key.allowed_ips.join("\n"),
      rate_limit: key.rate_limit_own ? String(key.rate_limit) : "",
      metadata: Object.entries(key.metadata)
        .map(([name, value]) => `${name}=${value}`)
        .join("\n"),
    },
    resolver: zodResolver(UpdateKeyInput, (values) => toUpdateInput(key, values)),
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const [scopes, ends, date] = form.watch(["scopes", "expires_at", "expires_on"]);
  const readOnly = key.type === "read_only";
  const set = <Name extends keyof SettingsValues>(name: Name, value: SettingsValues[Name]) => {
    form.setValue(name, value as never, { shouldDirty: true });
    form.clearErrors(name === "expires_on" ? "expires_at" : name);
  };
  const addable = add && !scopes.includes(add) && offer.grantable.includes(add) && (!readOnly || isReadScope(add));

  const submit = form.handleSubmit(async (input) => {
    setRefusal(null);
    try {
      await trpc.keys.update.mutate(input);
      toast.success("Key changed", { description: "In effect from the next call on." });
      if (add) void setAdd(null);
      await changed();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  if (!mayChange)
    return (
      <Callout title="Nothing can be changed here">
        {mayWrite
          ? "The key was revoked, which is for good."
          : `Your role, ${offer.role}, does not include changing keys.`}
      </Callout>
    );
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-7">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="off" maxLength={80} className="max-w-md" />
      </Field>
      <Field
        group
        label="Scopes"
        error={errors.scopes?.message}
        hint="Taking one away is in effect at once. Adding one needs that you have it yourself."
      >
        {addable && (
          <Callout
            className="mb-2"
            title={`A call was refused for want of ${add}`}
            action={
              <Button size="sm" onClick={() => set("scopes", expandScopes([...scopes, add]))}>
                Add {add}
              </Button>
            }
          >
            Add it here, then save.
          </Callout>
        )}
        <ScopeMatrix
          value={scopes}
          onValueChange={(next) => set("scopes", expandScopes(next))}
          grantable={[...new Set([...offer.grantable, ...key.scopes])]}
          limit={`Your role, ${offer.role}, cannot give this.`}
          readOnly={readOnly}
        />
      </Field>
      <Field
        group
        label="Expiry"
        error={errors.expires_at && "Choose the last day on which the key works."}
        hint={
          offer.maxLifetimeDays === null
            ? undefined
            : `The organization lets keys live for at most ${offer.maxLifetimeDays} days from their creation.`
        }
      >
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="Expiry"
            value={ends}
            onValueChange={(next) => set("expires_at", next)}
            options={[
              { value: "date", label: "On a date" },
              { value: "never", label: "Never", disabled: !offer.neverAllowed && key.expires_at !== null },
            ]}
          />
          {ends === "date" && (
            <DatePicker
              label="Last day"
              value={date}
              onValueChange={(next) => set("expires_on", next)}
              className="w-40"
            />
          )}
        </div>
      </Field>
      <BoundsFields
        register={(name) => form.register(name)}
        errors={errors}
        role={offer.role}
        maxRateLimit={offer.maxRateLimit}
      />
      <FormRefusal refusal={refusal} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={isSubmitting} disabled={!isDirty}>
          Save changes
        </Button>
        {isDirty && (
          <Button variant="ghost" onClick={() => form.reset()}>
            Discard
          </Button>
        )}
      </div>
    </form>
  );
}
