"use client";

import { Ban } from "lucide-react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Key } from "#contract/key.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { useKeysChanged } from "./use-keys-changed.ts";

const many = (count: number) => (count === 1 ? "1 key" : `${count} keys`);

/** What stands over the list while keys are chosen in it. */
export function BulkRevoke({ keys, onDone }: { keys: readonly Key[]; onDone: () => void }) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const used = keys.some((key) => key.last_used_at !== null);

  /** One after the other: what failed stays chosen and is said, what went well is over. */
  async function revoke() {
    let failure: Error | null = null;
    let revoked = 0;
    for (const { id } of keys)
      try {
        await trpc.keys.revoke.mutate({ id });
        revoked += 1;
      } catch (error) {
        failure ??= asError(error);
      }
    await changed();
    if (failure) throw new Error(`${many(revoked)} revoked, ${many(keys.length - revoked)} not: ${failure.message}`);
    toast.success(`${many(revoked)} revoked`);
    onDone();
  }

  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-2 rounded-lg border border-accent-line bg-accent-soft py-1.5 pr-1.5 pl-4 text-sm">
      <span aria-live="polite" className="tabular font-medium">
        {many(keys.length)} selected
      </span>
      <div className="flex gap-2">
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <ConfirmDialog
          trigger={
            <Button variant="danger-quiet">
              <Ban aria-hidden />
              Revoke
            </Button>
          }
          title={`Revoke ${many(keys.length)}?`}
          description="The next call with any of them is refused. This cannot be taken back."
          verb={`Revoke ${many(keys.length)}`}
          typeToConfirm={used ? `revoke ${many(keys.length)}` : undefined}
          onConfirm={revoke}
        >
          <ul className="flex max-h-48 flex-col divide-y divide-line overflow-y-auto rounded-md border text-sm">
            {keys.map((key) => (
              <li key={key.id} className="flex justify-between gap-4 px-3 py-1.5">
                <span className="min-w-0 truncate">{key.name}</span>
                <span className="shrink-0 text-muted">
                  {key.last_used_at ? (
                    <>
                      used <TimeAgo time={key.last_used_at} />
                    </>
                  ) : (
                    "never used"
                  )}
                </span>
              </li>
            ))}
          </ul>
        </ConfirmDialog>
      </div>
    </div>
  );
}
