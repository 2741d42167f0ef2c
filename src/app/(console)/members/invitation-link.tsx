"use client";

import { useState } from "react";
import type { CreatedInvitation } from "#contract/invitation.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { labelOfRole } from "./role-words.ts";

/** The one time that the link of an invitation is shown. */
export function InvitationLink({
  invitation,
  open,
  onClose,
}: {
  invitation: CreatedInvitation;
  open: boolean;
  onClose: () => void;
}) {
  const [saved, setSaved] = useState(invitation.mailed);
  const who = invitation.email ?? "Whoever has it";
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      guarded={!saved}
      title="Invitation link"
      description={`${who} joins as ${labelOfRole(invitation.role).toLowerCase()}, until ${new Date(invitation.expires_at).toLocaleDateString("en", { dateStyle: "long" })}.`}
      footer={
        <Button variant={saved ? "primary" : "secondary"} onClick={onClose}>
          {saved ? "Done" : "Close without copying"}
        </Button>
      }
    >
      <SecretBox
        secret={invitation.url ?? ""}
        label="Link"
        note={invitation.mailed ? "It is on its way by e-mail, too." : "Shown this once. Pass it on yourself."}
        onSaved={() => setSaved(true)}
      />
    </Dialog>
  );
}
