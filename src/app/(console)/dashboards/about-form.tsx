"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateDashboardInput } from "#contract/dashboard.ts";
import type { Project } from "#contract/project.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { ProjectSelect } from "../parts/project-select.tsx";

type Values = { name: string; description: string };
type About = { name: string; description: string | null; project_id?: string | undefined };
const toInput = ({ name, description }: Values) => ({
  name,
  description: description.trim() === "" ? null : description,
});

/** Name, description and project of a dashboard that is new, or made from another. */
export function AboutForm({
  start,
  verb,
  onSave,
  onCancel,
}: {
  /** Without a project it goes to the organization's default one, unless another is chosen. */
  start: Values & { project?: Pick<Project, "id" | "name"> | undefined };
  /** On the button: "Create dashboard". */
  verb: string;
  onSave: (about: About) => Promise<void>;
  onCancel: () => void;
}) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [projectId, setProjectId] = useState(start.project?.id);
  const form = useForm<Values, unknown, About>({
    resolver: zodResolver(CreateDashboardInput.pick({ name: true, description: true }), toInput),
    defaultValues: { name: start.name, description: start.description },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (about) => {
    setRefusal(null);
    try {
      await onSave({ ...about, ...(projectId && { project_id: projectId }) });
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="off" maxLength={80} data-autofocus />
      </Field>
      <Field label="Description" error={errors.description?.message} optional>
        <Input {...form.register("description")} autoComplete="off" maxLength={500} />
      </Field>
      <Field label="Project" hint="Who is in it sees the dashboard, each with their own access to its sources.">
        <ProjectSelect start={start.project} placeholder="The default project" onChange={setProjectId} />
      </Field>
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
