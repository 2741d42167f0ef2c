"use client";

import { useCallback, useState } from "react";
import { useAskWho } from "#trpc/client.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { IdentityForm } from "./identity-form.tsx";

type Question = { answer: (confirmed: boolean) => void };

/** Comes up by itself wherever something is refused for want of a recent proof of who is at the browser. */
export function ConfirmIdentity() {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback(() => new Promise<boolean>((answer) => setQuestion({ answer })), []);
  useAskWho(ask);

  function close(confirmed: boolean) {
    question?.answer(confirmed);
    setQuestion(null);
  }
  return (
    <Dialog
      above
      size="sm"
      open={question !== null}
      onOpenChange={(open) => !open && close(false)}
      title="Confirm that it is you"
      description="This change asks for it, so that nobody else makes it in a browser you left open. It counts for 15 minutes."
    >
      <IdentityForm onConfirmed={() => close(true)} />
    </Dialog>
  );
}
