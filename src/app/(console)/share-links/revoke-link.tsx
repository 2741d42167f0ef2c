"use client";

import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { ShareLink } from "#contract/share-link.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../parts/numbers.ts";
import { useLinksChanged } from "./use-links-changed.ts";

/** Ends a link for good, and says how much it was used. */
export function RevokeLink({ of: link, onClose }: { of: ShareLink | null; onClose: () => void }) {
  const client = useTRPCClient();
  const changed = useLinksChanged();
  async function revoke({ id }: ShareLink) {
    await client.shareLinks.revoke.mutate({ id }).catch((error: unknown) => {
      throw asError(error);
    });
    await changed();
    toast.success("Link revoked", { description: "Whoever has it open sees nothing more of it." });
  }
  return (
    <ConfirmDialog
      open={link !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke the link to ${link?.resource.name ?? "this"}?`}
      description="It shows nothing from the next request on, also to whoever has it open, and nothing brings it back."
      verb="Revoke link"
      onConfirm={() => link && revoke(link)}
    >
      <p className="text-sm text-muted">
        {link?.last_viewed_at ? (
          <>
            It was viewed {counted(link.views, "time")}, last <TimeAgo time={link.last_viewed_at} />.
          </>
        ) : (
          "Nobody has opened it."
        )}
      </p>
    </ConfirmDialog>
  );
}
