"use client";

import { Ban, Ellipsis, Power, RotateCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Key } from "#contract/key.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#ui/dropdown-menu.tsx";
import { useKeysChanged } from "../use-keys-changed.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";

/** What can be done to a key that has not been revoked. */
export function KeyActions({
  of: key,
  publicUrl,
  organizationId,
}: {
  of: Key;
  publicUrl: string;
  organizationId: string;
}) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const [open, setOpen] = useState<"rotate" | "disable" | "revoke" | null>(null);
  const close = () => setOpen(null);
  const isOff = key.disabled_at !== null;

  async function enable() {
    try {
      await trpc.keys.enable.mutate({ id: key.id });
      await changed();
      toast.success("Key enabled");
    } catch (error) {
      toast.error("The key was not enabled", { description: asError(error).message });
    }
  }
  async function disable() {
    await trpc.keys.disable.mutate({ id: key.id }).catch((error: unknown) => {
      throw asError(error);
    });
    await changed();
    toast.success("Key disabled");
  }

  return (
    <>
      {key.status !== "expired" && (
        <Button onClick={() => setOpen("rotate")}>
          <RotateCw aria-hidden />
          Rotate
        </Button>
      )}
      <DropdownMenu
        trigger={
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Power aria-hidden />} onSelect={isOff ? enable : () => setOpen("disable")}>
          {isOff ? "Enable key" : "Disable key"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Ban aria-hidden />} tone="danger" onSelect={() => setOpen("revoke")}>
          Revoke key
        </MenuItem>
      </DropdownMenu>
      <RotateDialog
        of={key}
        open={open === "rotate"}
        onClose={close}
        publicUrl={publicUrl}
        organizationId={organizationId}
      />
      <ConfirmDialog
        open={open === "disable"}
        onOpenChange={(next) => !next && close()}
        title={`Disable ${key.name}?`}
        description="From the next call on it is refused, until somebody enables it again. Secret and settings stay."
        verb="Disable key"
        tone="primary"
        onConfirm={disable}
      />
      <RevokeDialog of={key} open={open === "revoke"} onClose={close} />
    </>
  );
}
