"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LeaveDialog } from "../leaving/leave-dialog.tsx";
import { useLeaveGuard } from "../leaving/use-leave-guard.ts";

/** A webhook's secret, shown once; leaving is guarded until it was kept. */
export function NewWebhookSecret({
  title,
  secret,
  webhookId,
  onDone,
}: {
  title: string;
  secret: string;
  /** Set: offers the way to the webhook's page. */
  webhookId?: string;
  onDone: () => void;
}) {
  const [saved, setSaved] = useState(false);
  const [asking, setAsking] = useState(false);
  const guard = useLeaveGuard(!saved);
  return (
    <>
      <Dialog
        open
        guarded
        size="lg"
        title={title}
        description="With this secret your receiver checks that a message comes from here."
        footer={
          <>
            {webhookId && saved && <LinkButton href={`/webhooks/${webhookId}`}>Open webhook</LinkButton>}
            <Button variant={saved ? "primary" : "secondary"} onClick={() => (saved ? onDone() : setAsking(true))}>
              Done
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <SecretBox
            secret={secret}
            label="Signing secret"
            note="Shown this once."
            env={{ GATEHOUSE_WEBHOOK_SECRET: secret }}
            fileName="gatehouse-webhook.env"
            onSaved={() => setSaved(true)}
          />
          <p className="text-sm text-muted">
            How to check a signature is in the <TextLink href="/docs/webhooks#verify">docs on webhooks</TextLink>.
          </p>
        </div>
      </Dialog>
      <LeaveDialog
        waiting={guard.waiting ?? (asking ? onDone : null)}
        stay={() => {
          setAsking(false);
          guard.stay();
        }}
        onGiveUp={() => setSaved(true)}
        otherwise="rotate it"
      />
    </>
  );
}
