"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateWebhookInput, type WebhookWithSecret } from "#contract/webhook.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { NewWebhookSecret } from "./new-webhook-secret.tsx";
import { toInput, WebhookFields, type WebhookValues } from "./webhook-fields.tsx";

const empty: WebhookValues = { url: "", description: "", events: ["key.leaked", "key.expiring", "key.expired"] };

/** Makes a webhook: first where to and what for, then its secret, once. */
export function AddWebhook({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  if (made)
    return (
      <NewWebhookSecret
        title="The webhook is there"
        secret={made.secret}
        webhookId={made.id}
        onDone={() => {
          setMade(null);
          onClose();
        }}
      />
    );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Add webhook"
      description="Each message is signed, and sent again for up to three days until it is answered with 2xx."
    >
      <AddForm onMade={({ id, secret }) => setMade({ id, secret: secret ?? "" })} onCancel={onClose} />
    </Dialog>
  );
}

function AddForm({
  onMade,
  onCancel,
}: {
  onMade: (made: Pick<WebhookWithSecret, "id" | "secret">) => void;
  onCancel: () => void;
}) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const form = useForm({ resolver: zodResolver(CreateWebhookInput, toInput), defaultValues: empty });

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      onMade(await client.webhooks.create.mutate(given));
      await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter());
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <WebhookFields form={form} />
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
          Add webhook
        </Button>
      </div>
    </form>
  );
}
