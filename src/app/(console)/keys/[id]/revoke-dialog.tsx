"use client";

import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Key } from "#contract/key.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { useKeysChanged } from "../use-keys-changed.ts";
import { Callers } from "./callers.tsx";

/** Ends a key for good. Shows who would notice; a key that was ever used wants its name typed. */
export function RevokeDialog({ of: key, open, onClose }: { of: Key; open: boolean; onClose: () => void }) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();

  async function revoke() {
    await trpc.keys.revoke.mutate({ id: key.id }).catch((error: unknown) => {
      throw asError(error);
    });
    await changed();
    toast.success("Key revoked", { description: "The next call with it is refused." });
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Revoke ${key.name}?`}
      description="The next call with it is refused, and nothing brings it back. To stop it for a while, disable it instead."
      verb="Revoke key"
      typeToConfirm={key.last_used_at ? key.name.trim() : undefined}
      onConfirm={revoke}
    >
      <Callers keyId={key.id} />
    </ConfirmDialog>
  );
}
