"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { type StoredFile, UpdateFileInput } from "#contract/file.ts";
import type { Project } from "#contract/project.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { ProjectSelect } from "../../parts/project-select.tsx";

type Values = { name: string; description: string; project_id: string };

/** Name, description and project of a file. It can be moved to any project that the reader edits. */
export function FileForm({ file, project }: { file: StoredFile; project: Project | null }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const toInput = ({ name, description, project_id }: Values) => ({
    id: file.id,
    name,
    description: description.trim() === "" ? null : description,
    project_id,
  });
  const form = useForm<Values, unknown, UpdateFileInput>({
    resolver: zodResolver(UpdateFileInput, toInput),
    values: { name: file.name, description: file.description ?? "", project_id: file.project_id },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await client.files.update.mutate(given);
      await queries.invalidateQueries(trpc.files.pathFilter());
      await queries.invalidateQueries(trpc.projects.pathFilter());
      router.refresh();
      toast.success(given.project_id === file.project_id ? "File changed" : "File moved");
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register("name")} autoComplete="off" maxLength={200} className="max-w-md" />
      </Field>
      <Field label="Description" error={errors.description?.message} optional>
        <Input {...form.register("description")} autoComplete="off" maxLength={500} />
      </Field>
      <Field
        label="Project"
        error={errors.project_id?.message}
        hint="Only the members of a project see what is in it. You can move the file to those that you edit."
        className="max-w-md"
      >
        <Controller
          control={form.control}
          name="project_id"
          render={({ field }) => (
            <ProjectSelect
              start={project ?? { id: file.project_id, name: file.project_id }}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      <FormRefusal refusal={refusal} />
      <div>
        <Button type="submit" loading={isSubmitting} disabled={!isDirty}>
          Save changes
        </Button>
      </div>
    </form>
  );
}
