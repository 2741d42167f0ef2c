"use client";

import { flushSync } from "react-dom";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";

/** Asks whether a secret that was neither copied nor downloaded may be lost. */
export function LeaveDialog({
  waiting,
  stay,
  onGiveUp,
  otherwise = "rotate the key",
}: {
  waiting: (() => void) | null;
  stay: () => void;
  /** Takes the guard down, so that the way out is free. */
  onGiveUp: () => void;
  /** What the reader would have to do without the secret. */
  otherwise?: string;
}) {
  return (
    <ConfirmDialog
      open={waiting !== null}
      onOpenChange={(open) => !open && stay()}
      title="Leave without the secret?"
      description={`You have neither copied nor downloaded it. It cannot be shown again; without it you would have to ${otherwise}.`}
      verb="Leave without it"
      onConfirm={() => {
        const go = waiting;
        flushSync(() => {
          onGiveUp();
          stay();
        });
        go?.();
      }}
    />
  );
}
