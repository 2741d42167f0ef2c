"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { DeletionPlan } from "#contract/account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

/** The end of an account: first what it would end, then the deed. */
export function DeleteAccount({ email }: { email: string }) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const plan = useQuery(trpc.account.deletionPlan.queryOptions({}, { enabled: open, staleTime: 0 }));
  const ready = plan.data && !plan.isFetching ? plan.data : null;
  return (
    <Card
      tone="danger"
      title="Delete account"
      description="Your keys and sessions end, and what we know of you is erased. It cannot be undone."
    >
      <Button variant="danger-quiet" onClick={() => setOpen(true)}>
        Delete account
      </Button>
      {ready && ready.blocked_by.length === 0 ? (
        <Deed plan={ready} email={email} open={open} onOpenChange={setOpen} />
      ) : (
        <Dialog open={open} onOpenChange={setOpen} title="Delete your account?">
          {plan.isError ? (
            <QueryProblem query={plan} bordered={false} />
          ) : ready ? (
            <Callout tone="warning" title="Somebody else has to own these first">
              <p>You are the only owner, and others are in there:</p>
              <Names of={ready.blocked_by} />
              <p className="mt-1">Make another member an owner, or remove the others. Then delete your account.</p>
            </Callout>
          ) : (
            <Skeleton className="h-24 rounded-md" />
          )}
        </Dialog>
      )}
    </Card>
  );
}

function Deed({
  plan,
  email,
  open,
  onOpenChange,
}: {
  plan: DeletionPlan;
  email: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const client = useTRPCClient();
  async function deleteIt() {
    try {
      await client.account.deleteAccount.mutate({ email });
    } catch (error) {
      throw asError(error);
    }
    // A full load: whatever is on the page was that account's.
    window.location.assign("/");
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Delete your account?"
      verb="Delete my account"
      typeToConfirm={email}
      onConfirm={deleteIt}
    >
      <div className="flex flex-col gap-3 text-sm">
        {plan.deletes.length > 0 && (
          <div>
            <p>Nobody else is in these, so they are deleted with all they hold:</p>
            <Names of={plan.deletes} />
          </div>
        )}
        {plan.leaves.length > 0 && (
          <div>
            <p>You leave these, and your keys in them end:</p>
            <Names of={plan.leaves} />
          </div>
        )}
        <p className="text-muted">Audit logs of organizations that go on keep what you did there.</p>
      </div>
    </ConfirmDialog>
  );
}

const counted = (n: number, noun: string) => (n === 0 ? [] : [`${n} ${noun}${n === 1 ? "" : "s"}`]);

function Names({ of }: { of: readonly { id: string; name: string; keys?: number; sources?: number }[] }) {
  return (
    <ul className="mt-1 list-disc pl-5">
      {of.map(({ id, name, keys = 0, sources = 0 }) => {
        const held = [...counted(keys, "key"), ...counted(sources, "source")].join(", ");
        return (
          <li key={id}>
            <span className="font-medium">{name}</span>
            {held && <span className="text-muted"> ({held})</span>}
          </li>
        );
      })}
    </ul>
  );
}
