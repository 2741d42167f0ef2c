"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import type { FormRefusal as Refused } from "#app/forms/show-problem.ts";
import type { Connector } from "#contract/connector.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConnectorFields } from "../connector-fields.tsx";
import { connectorResolver, valuesOf } from "../connector-values.ts";
import { showRefusal } from "../show-refusal.ts";

/** Changes a connector. */
export function ConnectorSettings({ connector }: { connector: Connector }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: connectorResolver, defaultValues: valuesOf(connector) });

  const submit = form.handleSubmit(async ({ name, settings, secret, key_columns, schedule }) => {
    setRefusal(null);
    try {
      const changed = await client.connectors.update.mutate({
        id: connector.id,
        name,
        settings,
        key_columns,
        schedule,
        ...(secret !== null && { secret }),
      });
      await queryClient.invalidateQueries(trpc.connectors.pathFilter());
      if (changed.needs_secret) toast.warning("Saved. The host has changed, so the secret has to be given again.");
      else toast.success("Connector changed");
    } catch (error) {
      setRefusal(showRefusal(form, error));
    }
  });

  return (
    <Card className="max-w-2xl">
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ConnectorFields form={form} isNew={false} hasSecret={connector.has_secret} />
        <FormRefusal refusal={refusal} />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
            Save changes
          </Button>
        </div>
      </form>
    </Card>
  );
}
