"use client";

import type { ReactNode } from "react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateProjectInput } from "#contract/project.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

type Values = { name: string; description: string };
type Given = ReturnType<typeof CreateProjectInput.parse>;
const toInput = ({ name, description }: Values) => ({
  name,
  description: description.trim() === "" ? null : description,
});

/** Name and description of a project, new or not. */
export function ProjectForm({
  values,
  verb,
  onSave,
  cancel,
}: {
  values: Values;
  /** On the button: "Create project". */
  verb: string;
  onSave: (given: Given) => Promise<void>;
  cancel?: ReactNode;
}) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm<Values, unknown, Given>({ resolver: zodResolver(CreateProjectInput, toInput), values });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await onSave(given);
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="off" maxLength={80} className="max-w-md" />
      </Field>
      <Field label="Description" error={errors.description?.message} optional>
        <Input {...form.register("description")} autoComplete="off" maxLength={500} />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className={cancel ? "flex justify-end gap-2" : "flex gap-2"}>
        {cancel}
        <Button
          type="submit"
          variant={cancel ? "primary" : "secondary"}
          loading={isSubmitting}
          disabled={!cancel && !isDirty}
        >
          {verb}
        </Button>
      </div>
    </form>
  );
}
