"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import type { CreatedKey } from "#contract/key.ts";
import { RenameOrganizationInput } from "#contract/organization.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** The organization's name; with it comes the key of the first call, which needs no decision yet. */
export function NameOrganization({ name, onDone }: { name: string; onDone: (name: string, key: CreatedKey) => void }) {
  const trpc = useTRPCClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(RenameOrganizationInput), defaultValues: { name } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      if (given.name !== name) await trpc.organizations.rename.mutate(given);
      const key = await trpc.keys.create.mutate({ name: "First test key", type: "test", preset: "data_access" });
      onDone(given.name, key);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <Field
        label="Name"
        hideLabel
        error={errors.name?.message}
        hint="Your team or company. Keys, data and members belong to it. You can change it later."
      >
        <Input {...form.register("name")} autoComplete="organization" maxLength={80} />
      </Field>
      <FormRefusal refusal={refusal} />
      <Button type="submit" variant="primary" loading={isSubmitting} className="self-start">
        Continue with a test key
      </Button>
    </form>
  );
}
