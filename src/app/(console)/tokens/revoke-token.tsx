"use client";

import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Token } from "#contract/token.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { type TokenTab, tokenKinds } from "./token-kinds.ts";
import { useTokensChanged } from "./use-tokens.ts";

/** Ends a token for good, and says when it was used last. One that was ever used wants its name typed. */
export function RevokeToken({ tab, of: token, onClose }: { tab: TokenTab; of: Token | null; onClose: () => void }) {
  const trpc = useTRPCClient();
  const changed = useTokensChanged();

  async function revoke({ id }: Token) {
    const { revoke: personal, revokePrivate } = trpc.tokens;
    await (tab === "personal" ? personal : revokePrivate).mutate({ id }).catch((error: unknown) => {
      throw asError(error);
    });
    await changed();
    toast.success("Token revoked", { description: "The next call with it is refused." });
  }

  return (
    <ConfirmDialog
      open={token !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token?.name ?? "token"}?`}
      description={`The next call with it is refused, ${tokenKinds[tab].ends}, and nothing brings it back.`}
      verb="Revoke token"
      typeToConfirm={token?.last_used_at ? token.name.trim() : undefined}
      onConfirm={() => token && revoke(token)}
    >
      <p className="text-sm text-muted">
        {token?.last_used_at ? (
          <>
            It was used last <TimeAgo time={token.last_used_at} />
            {token.last_used?.ip && (
              <>
                , from <span className="font-mono">{token.last_used.ip}</span>
              </>
            )}
            .
          </>
        ) : (
          "It has never been used."
        )}
      </p>
    </ConfirmDialog>
  );
}
