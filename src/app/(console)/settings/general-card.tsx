"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { RenameOrganizationInput } from "#contract/organization.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** What the organization is called, and by which id programs know it. */
export function GeneralCard({
  organization,
  mayWrite,
}: {
  organization: { id: string; name: string };
  mayWrite: boolean;
}) {
  const trpc = useTRPCClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(RenameOrganizationInput), values: { name: organization.name } });
  const { errors, isSubmitting, isDirty } = form.formState;

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await trpc.organizations.rename.mutate(given);
      toast.success("Organization renamed");
      router.refresh();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <Card title="General">
      <form onSubmit={submit} noValidate aria-label="General" className="flex flex-col gap-4">
        <fieldset disabled={!mayWrite} className="contents">
          <Field label="Name" error={errors.name?.message} required>
            <Input {...form.register("name")} autoComplete="organization" maxLength={80} className="max-w-md" />
          </Field>
        </fieldset>
        <div className="text-sm">
          <p className="font-medium">Organization id</p>
          <p className="text-muted">
            <Copyable value={organization.id} label="Copy organization id" />
          </p>
        </div>
        <FormRefusal refusal={refusal} />
        {mayWrite && (
          <Button type="submit" loading={isSubmitting} disabled={!isDirty} className="self-start">
            Save name
          </Button>
        )}
      </form>
    </Card>
  );
}
