"use client";

import { useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Passkey } from "#contract/account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { AddPasskey } from "./add-passkey.tsx";

/** The passkeys of one's account. */
export function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const reread = () => queryClient.invalidateQueries(trpc.account.security.queryFilter());

  async function remove(id: string) {
    try {
      await client.account.removePasskey.mutate({ id });
    } catch (error) {
      throw asError(error);
    }
    toast.success("Passkey removed");
    await reread();
  }

  return (
    <Card
      flush
      title="Passkeys"
      description="Your fingerprint, face or PIN instead of a password. They cannot be phished."
      action={<AddPasskey onAdded={reread} />}
    >
      {passkeys.length === 0 ? (
        <EmptyState
          bordered={false}
          className="py-8"
          icon={<KeyRound />}
          title="No passkeys yet"
          description="Add one for each device that you sign in with."
        />
      ) : (
        <ul className="divide-y divide-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-center gap-3 px-4 py-3 text-sm">
              <KeyRound aria-hidden className="size-5 shrink-0 text-subtle" />
              <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="break-id font-medium">{passkey.name}</span>
                  {passkey.synced && <Badge>Synced</Badge>}
                </div>
                <div className="text-muted">
                  Added <TimeAgo time={passkey.created_at} />,{" "}
                  {passkey.last_used_at ? (
                    <>
                      last used <TimeAgo time={passkey.last_used_at} />
                    </>
                  ) : (
                    "never used"
                  )}
                </div>
              </div>
              <ConfirmDialog
                trigger={
                  <Button variant="danger-quiet" size="sm" aria-label={`Remove passkey ${passkey.name}`}>
                    Remove
                  </Button>
                }
                title={`Remove the passkey ${passkey.name}?`}
                description="It no longer signs you in. Delete it on the device as well, or the device goes on offering it."
                verb="Remove passkey"
                onConfirm={() => remove(passkey.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
