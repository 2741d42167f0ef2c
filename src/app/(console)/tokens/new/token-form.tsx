"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import type { Preset } from "#contract/preset.ts";
import { type CreatedToken, CreateTokenInput } from "#contract/token.ts";
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
import { type TokenTab, tokenKinds, tokenTabs } from "../token-kinds.ts";
import { useTokensChanged } from "../use-tokens.ts";
import { expiryOfferOf, scopesOf, type TokenFormValues, type TokenOffer, toTokenInput } from "./token-form-values.ts";

/** Everything about a new token, and beside it what it will be able to call. */
export function TokenForm({
  prefill,
  offer,
  onCreated,
}: {
  prefill: { kind: TokenTab; name: string };
  offer: TokenOffer;
  onCreated: (kind: TokenTab, created: CreatedToken) => void;
}) {
  const trpc = useTRPCClient();
  const changed = useTokensChanged();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm<TokenFormValues, unknown, ReturnType<typeof CreateTokenInput.parse>>({
    resolver: zodResolver(CreateTokenInput, toTokenInput),
    defaultValues: { ...prefill, preset: "data_access", scopes: [], expires_at: "30", expires_on: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const [kind, preset, scopes, choice, date] = form.watch(["kind", "preset", "scopes", "expires_at", "expires_on"]);
  const expiryOffer = expiryOfferOf(kind, offer);
  const set = <Name extends keyof TokenFormValues>(name: Name, value: TokenFormValues[Name]) => {
    form.setValue(name, value as never, { shouldDirty: true });
    form.clearErrors(name);
  };

  const submit = form.handleSubmit(async ({ expires_at, ...input }) => {
    setRefusal(null);
    try {
      const made =
        kind === "personal"
          ? await trpc.tokens.create.mutate({ ...input, ...(expires_at !== undefined && { expires_at }) })
          : await trpc.tokens.createPrivate.mutate({ ...input, expires_at: expires_at ?? "" });
      onCreated(kind, made);
      await changed();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  function chooseKind(next: TokenTab) {
    set("kind", next);
    if (next === "private" && choice === "never") set("expires_at", "30");
  }
  function choosePreset(next: Preset) {
    // Going on from what was chosen last is quicker than starting with nothing.
    if (next === "custom" && scopes.length === 0) set("scopes", scopesOf({ preset, scopes }, offer));
    set("preset", next);
    form.clearErrors("scopes");
  }

  return (
    <form onSubmit={submit} noValidate>
      <PageHeader
        title="Create token"
        description="You see it once, on the next page."
        back={{ href: kind === "personal" ? "/tokens" : "/tokens?tab=private", label: "Tokens" }}
      />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <Field group label="Kind">
            <RadioCards
              label="Kind"
              columns={2}
              cards={tokenTabs.map((value) => ({
                value,
                title: tokenKinds[value].title,
                description: tokenKinds[value].describes,
              }))}
              value={kind}
              onValueChange={chooseKind}
            />
          </Field>
          <Field label="Name" error={errors.name?.message} hint="Where it is used, so that you know it again." required>
            <Input
              {...form.register("name")}
              autoFocus
              autoComplete="off"
              maxLength={80}
              placeholder="Notebook on my laptop"
              className="max-w-md"
            />
          </Field>
          <AccessField
            preset={preset}
            scopes={scopesOf({ preset, scopes }, offer)}
            onPreset={choosePreset}
            onScopes={(next) => set("scopes", next)}
            offer={offer}
            error={errors.scopes?.message ?? errors.preset?.message}
          />
          <ExpiryField
            noun="token"
            choice={choice}
            date={date}
            onChoice={(next) => set("expires_at", next)}
            onDate={(next) => {
              set("expires_on", next);
              form.clearErrors("expires_at");
            }}
            offer={expiryOffer}
            error={errors.expires_at && "Choose the last day on which the token works."}
          />
          <FormRefusal refusal={refusal} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" loading={isSubmitting}>
              Create token
            </Button>
            <LinkButton variant="ghost" href="/tokens">
              Cancel
            </LinkButton>
          </div>
        </div>
        <Reach
          operations={offer.operations}
          scopes={scopesOf({ preset, scopes }, offer)}
          readOnly={false}
          className="lg:sticky lg:top-8"
        />
      </div>
    </form>
  );
}
