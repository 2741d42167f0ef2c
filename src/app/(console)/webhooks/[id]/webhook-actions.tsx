"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Power, RotateCw, Send, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Webhook } from "#contract/webhook.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#ui/dropdown-menu.tsx";
import { NewWebhookSecret } from "../new-webhook-secret.tsx";
import { EditWebhook } from "./edit-webhook.tsx";

const OVERLAP_SECONDS = 86_400;

/** What can be done to a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "rotate" | "delete" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [testing, setTesting] = useState(false);
  const { id, enabled } = webhook;
  const close = () => setOpen(null);
  const changed = () => queryClient.invalidateQueries(trpc.webhooks.pathFilter());
  const orError = (work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      throw asError(error);
    });
  const trying = (what: string, deed: () => Promise<unknown>) =>
    deed().catch((error: unknown) => void toast.error(what, { description: asError(error).message }));

  const test = () =>
    trying("The test was not sent", async () => {
      setTesting(true);
      try {
        await client.webhooks.test.mutate({ id });
        await changed();
        toast.success("Test event is on its way", { description: "Its outcome appears in the log below." });
      } finally {
        setTesting(false);
      }
    });
  const switchIt = () =>
    trying("The webhook was not switched", async () => {
      await client.webhooks.update.mutate({ id, enabled: !enabled });
      await changed();
      toast.success(enabled ? "Webhook switched off" : "Webhook switched on");
    });

  return (
    <>
      {enabled ? (
        <Button onClick={test} loading={testing}>
          <Send aria-hidden />
          Send test event
        </Button>
      ) : (
        <Button variant="primary" onClick={switchIt}>
          <Power aria-hidden />
          Switch on
        </Button>
      )}
      <DropdownMenu
        trigger={
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setOpen("edit")}>
          Edit webhook
        </MenuItem>
        <MenuItem icon={<RotateCw aria-hidden />} onSelect={() => setOpen("rotate")}>
          Rotate secret
        </MenuItem>
        {enabled && (
          <MenuItem icon={<Power aria-hidden />} onSelect={switchIt}>
            Switch off
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setOpen("delete")}>
          Delete webhook
        </MenuItem>
      </DropdownMenu>
      <EditWebhook webhook={webhook} open={open === "edit"} onClose={close} />
      <ConfirmDialog
        open={open === "rotate"}
        onOpenChange={(next) => !next && close()}
        title="Rotate the signing secret?"
        description="For 24 hours each message carries a signature by the old secret and one by the new, so you can change your receiver over when you like."
        verb="Rotate secret"
        tone="primary"
        onConfirm={() =>
          orError(
            client.webhooks.rotateSecret.mutate({ id, overlap_seconds: OVERLAP_SECONDS }).then(async (rotated) => {
              setSecret(rotated.secret);
              await changed();
            }),
          )
        }
      />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={(next) => !next && close()}
        title="Delete this webhook?"
        description="Nothing more is sent to it, and the log of what was sent is deleted with it."
        verb="Delete webhook"
        onConfirm={() =>
          orError(
            client.webhooks.delete.mutate({ id }).then(() => {
              router.push("/webhooks");
              void queryClient.invalidateQueries(trpc.webhooks.list.pathFilter());
              toast.success("Webhook deleted");
            }),
          )
        }
      />
      {secret !== null && <NewWebhookSecret title="The new secret" secret={secret} onDone={() => setSecret(null)} />}
    </>
  );
}
