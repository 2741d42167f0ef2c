"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateOrganizationInput } from "#contract/organization.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** Makes another organization, with the reader as its owner, and goes there. */
export function NewOrganization({
  open,
  onOpenChange,
  onCreate,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreate: (name: string) => Promise<void>;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New organization"
      description="With members, keys and data of its own. You are its owner."
      size="sm"
    >
      <NewOrganizationForm onCreate={onCreate} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewOrganizationForm({
  onCreate,
  onClose,
}: {
  onCreate: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(CreateOrganizationInput), defaultValues: { name: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ name }) => {
    setRefusal(null);
    try {
      await onCreate(name);
      onClose();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="organization" maxLength={80} autoFocus />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Create organization
        </Button>
      </div>
    </form>
  );
}
