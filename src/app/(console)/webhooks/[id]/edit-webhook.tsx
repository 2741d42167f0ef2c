"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, showProblem } from "#app/forms/show-problem.ts";
import { zodResolver } from "#app/forms/zod-resolver.ts";
import { CreateWebhookInput, type Webhook } from "#contract/webhook.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { toInput, WebhookFields } from "../webhook-fields.tsx";

/** Changes where a webhook goes and what for. */
export function EditWebhook({ webhook, open, onClose }: { webhook: Webhook; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title="Edit webhook">
      <EditForm webhook={webhook} onDone={onClose} />
    </Dialog>
  );
}

function EditForm({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const { id, url, description, events } = webhook;
  const form = useForm({
    resolver: zodResolver(CreateWebhookInput, toInput),
    defaultValues: { url, description: description ?? "", events },
  });

  const submit = form.handleSubmit(async (given) => {
    setRefusal(null);
    try {
      await client.webhooks.update.mutate({ id, ...given });
      await queryClient.invalidateQueries(trpc.webhooks.pathFilter());
      toast.success("Webhook changed");
      onDone();
    } catch (error) {
      setRefusal(showProblem(form, error));
    }
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <WebhookFields form={form} />
      <FormRefusal refusal={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
          Save changes
        </Button>
      </div>
    </form>
  );
}
