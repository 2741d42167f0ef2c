"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { type CreatedKey, CreateKeyInput } from "#contract/key.ts";
import type { Preset } from "#contract/preset.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { AccessField } from "../../credentials/access-field.tsx";
import { ExpiryField } from "../../credentials/expiry-field.tsx";
import { Reach } from "../../credentials/reach.tsx";
import { useKeysChanged } from "../use-keys-changed.ts";
import {
  type KeyFormValues,
  type KeyOffer,
  ME,
  offerFor,
  type Prefill,
  scopesOf,
  toCreateInput,
} from "./key-form-values.ts";
import { MoreFields } from "./more-fields.tsx";
import { OwnerField } from "./owner-field.tsx";

const types = [
  { value: "live", title: "Live", description: "Reads and changes live data." },
  { value: "test", title: "Test", description: "Sees and changes test data only." },
  { value: "read_only", title: "Read-only", description: "Live data; never writes, whatever its scopes." },
] as const;

const PROPOSED_DAYS = 90;
const proposed = (most: number | null) =>
  String([PROPOSED_DAYS, 30, 7].find((days) => most === null || days <= most) ?? "date");

/** Everything about a new key, and beside it what that key will be able to call. */
export function KeyForm({
  prefill,
  offer: ownOffer,
  onCreated,
}: {
  prefill: Prefill;
  offer: KeyOffer;
  onCreated: (created: CreatedKey) => void;
}) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm<KeyFormValues, unknown, ReturnType<typeof CreateKeyInput.parse>>({
    resolver: zodResolver(CreateKeyInput, toCreateInput),
    defaultValues: {
      ...prefill,
      owner: prefill.owner?.id ?? ME,
      expires_at: proposed(ownOffer.maxLifetimeDays),
      expires_on: "",
      allowed_ips: "",
      rate_limit: "",
      metadata: "",
    },
  });
  const { errors, isSubmitting } = form.formState;
  const [type, preset, scopes, choice, date] = form.watch(["type", "preset", "scopes", "expires_at", "expires_on"]);
  const [owner, setOwner] = useState(prefill.owner);
  const offer = offerFor(ownOffer, owner);
  const readOnly = type === "read_only";
  const set = <Name extends keyof KeyFormValues>(name: Name, value: KeyFormValues[Name]) => {
    form.setValue(name, value as never, { shouldDirty: true });
    form.clearErrors(name);
  };

  const submit = form.handleSubmit(async (input) => {
    setRefusal(null);
    try {
      onCreated(await trpc.keys.create.mutate(input));
      await changed();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  function choosePreset(next: Preset) {
    // Going on from what was chosen last is quicker than starting with nothing.
    if (next === "custom" && scopes.length === 0) set("scopes", scopesOf({ type, preset, scopes }, offer));
    set("preset", next);
    form.clearErrors("scopes");
  }

  return (
    <form onSubmit={submit} noValidate>
      <PageHeader
        title="Create key"
        description="You see its secret once, on the next page."
        back={{ href: "/keys", label: "Keys" }}
      />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <Field
            label="Name"
            error={errors.name?.message}
            hint="What it is for, so that others know it again."
            required
          >
            <Input
              {...form.register("name")}
              autoFocus
              autoComplete="off"
              maxLength={80}
              placeholder="Nightly export"
              className="max-w-md"
            />
          </Field>
          {ownOffer.hasAccounts && (
            <OwnerField
              grantable={ownOffer.grantable}
              value={owner}
              onChange={(next) => {
                setOwner(next);
                set("owner", next?.id ?? ME);
                const { grantable } = offerFor(ownOffer, next);
                set(
                  "scopes",
                  scopes.filter((scope) => grantable.includes(scope)),
                );
              }}
            />
          )}
          <Field group label="Type">
            <RadioCards
              label="Type"
              columns={3}
              cards={types}
              value={type}
              onValueChange={(next) => set("type", next)}
            />
          </Field>
          <AccessField
            preset={preset}
            scopes={scopesOf({ type, preset, scopes }, offer)}
            onPreset={choosePreset}
            onScopes={(next) => set("scopes", next)}
            offer={offer}
            readOnly={readOnly}
            error={errors.scopes?.message ?? errors.preset?.message}
          />
          <ExpiryField
            choice={choice}
            date={date}
            onChoice={(next) => set("expires_at", next)}
            onDate={(next) => {
              set("expires_on", next);
              form.clearErrors("expires_at");
            }}
            offer={offer}
            error={errors.expires_at && "Choose the last day on which the key works."}
          />
          <MoreFields form={form} offer={offer} />
          <FormRefusal refusal={refusal} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" loading={isSubmitting}>
              Create key
            </Button>
            <LinkButton variant="ghost" href="/keys">
              Cancel
            </LinkButton>
          </div>
        </div>
        <Reach
          operations={offer.operations}
          scopes={scopesOf({ type, preset, scopes }, offer)}
          readOnly={readOnly}
          className="lg:sticky lg:top-8"
        />
      </div>
    </form>
  );
}
