"use client";

import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LeaveDialog } from "../leaving/leave-dialog.tsx";
import { useLeaveGuard } from "../leaving/use-leave-guard.ts";

export type NewLink = { url: string; token: string; hasPasscode: boolean };

/** A new link, shown once; leaving is guarded until it was kept. */
export function NewLinkDialog({ name, made, onDone }: { name: string; made: NewLink; onDone: () => void }) {
  const [saved, setSaved] = useState(false);
  const [asking, setAsking] = useState(false);
  const guard = useLeaveGuard(!saved);
  return (
    <>
      <Dialog
        open
        guarded
        size="lg"
        title={`${name} is shared`}
        description={
          made.hasPasscode
            ? "Give the link to whoever shall see it, and the passcode by another way."
            : "Give the link to whoever shall see it."
        }
        footer={
          <>
            {saved && <LinkButton href="/share-links">All share links</LinkButton>}
            <Button variant={saved ? "primary" : "secondary"} onClick={() => (saved ? onDone() : setAsking(true))}>
              Done
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <SecretBox
            secret={made.url}
            label="Link"
            env={{ GATEHOUSE_SHARE_TOKEN: made.token }}
            fileName="gatehouse-share.env"
            onSaved={() => setSaved(true)}
          />
          <p className="text-sm text-muted">
            Programs send the part behind the # as <code className="font-mono text-xs">X-Share-Token</code>. How is in
            the <TextLink href="/docs/share-links">docs on share links</TextLink>.
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
        otherwise="share it anew"
      />
    </>
  );
}
