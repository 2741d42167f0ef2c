"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import type { FormRefusal as Refused } from "#app/forms/show-problem.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { Field } from "#ui/field.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { Select } from "#ui/select.tsx";
import { ConnectorFields } from "../connector-fields.tsx";
import { connectorResolver, emptyValues } from "../connector-values.ts";
import { showRefusal } from "../show-refusal.ts";

/** From nothing to a connector. It is tested on its own page, where its mistakes are mended. */
export function NewConnector({ projectId }: { projectId: string | null }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const projects = useQuery(trpc.projects.list.queryOptions({ limit: 100 }));
  const writable = projects.data?.data.filter(({ role }) => role !== "viewer") ?? [];
  const first = writable.find(({ id }) => id === projectId) ?? writable.find(({ is_default }) => is_default);
  const form = useForm({ resolver: connectorResolver, defaultValues: { ...emptyValues, project_id: first?.id ?? "" } });

  const submit = form.handleSubmit(async (input) => {
    setRefusal(null);
    try {
      const { id } = await client.connectors.create.mutate(input);
      void queryClient.invalidateQueries(trpc.connectors.pathFilter());
      router.push(`/connectors/${id}`);
    } catch (error) {
      setRefusal(showRefusal(form, error));
    }
  });

  return (
    <Card className="max-w-2xl">
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ConnectorFields form={form} isNew hasSecret={false} />
        {writable.length > 1 && (
          <Controller
            control={form.control}
            name="project_id"
            render={({ field: { value, onChange } }) => (
              <Field label="Project" hint="Who is in it sees the connector and its source.">
                <Select
                  options={writable.map(({ id, name }) => ({ value: id, label: name }))}
                  value={value || first?.id}
                  onValueChange={onChange}
                />
              </Field>
            )}
          />
        )}
        <FormRefusal refusal={refusal} />
        <div className="flex justify-end gap-2">
          <LinkButton href="/connectors">Cancel</LinkButton>
          <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
            Add connector
          </Button>
        </div>
      </form>
    </Card>
  );
}
