"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";

/** Name and description of a source. */
export function DetailsForm({ source }: { source: Source }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const update = useMutation(trpc.sources.update.mutationOptions());
  const [name, setName] = useState(source.name);
  const [description, setDescription] = useState(source.description ?? "");
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const changed = name !== source.name || description !== (source.description ?? "");

  async function save(event: FormEvent) {
    event.preventDefault();
    setRefusal(null);
    try {
      await update.mutateAsync({ id: source.id, name, description: description.trim() === "" ? null : description });
      toast.success("Saved");
      await queries.invalidateQueries({ queryKey: trpc.sources.pathKey() });
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  return (
    <form method="post" onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <Field label="Name" required>
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          maxLength={80}
          className="max-w-md"
        />
      </Field>
      <Field label="Description" optional>
        <Input
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          autoComplete="off"
          maxLength={500}
        />
      </Field>
      <FormRefusal refusal={refusal} />
      <div>
        <Button type="submit" disabled={!changed || name.trim() === ""} loading={update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
