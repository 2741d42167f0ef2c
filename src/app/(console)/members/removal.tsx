"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { KeyDecision } from "#contract/member.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { counted } from "../parts/numbers.ts";
import { EndingLinks } from "./ending-links.tsx";
import { type Choices, decisionsOf } from "./key-decisions.ts";
import { PlanTable } from "./plan-table.tsx";

/**
 * How somebody goes: a decision on each of their keys, then the deed, both in one step. `onRemove` does it and leads
 * away; if it fails, nothing of it has happened, and the plan is read anew.
 */
export function Removal({
  of: { id, name },
  verb,
  title,
  description,
  onRemove,
  children,
}: {
  of: { id: string; name: string };
  /** On the button: "Remove member". */
  verb: string;
  title: string;
  description: string;
  onRemove: (keys: KeyDecision[]) => Promise<void>;
  children?: ReactNode;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const plan = useQuery(trpc.members.plan.queryOptions({ id }, { refetchOnWindowFocus: true }));
  const [choices, setChoices] = useState<Choices>({});
  const decisions = plan.data ? decisionsOf(plan.data, choices) : null;
  const keys = plan.data?.keys.length ?? 0;
  const open = plan.data?.keys.filter((key) => !decisionsOf({ keys: [key] }, choices)).length ?? 0;

  async function remove() {
    try {
      await onRemove(decisions ?? []);
    } catch (error) {
      await queryClient.invalidateQueries(trpc.members.plan.queryFilter({ id }));
      throw asError(error);
    }
  }

  if (plan.isError) return <QueryProblem query={plan} bordered={false} />;
  if (!plan.data) return <Skeleton className="h-24 rounded-md" />;
  return (
    <div className="flex flex-col gap-4">
      {children}
      {keys > 0 && (
        <>
          <p className="max-w-[72ch] text-sm text-muted">
            {counted(keys, "key")} would stop working. A key that is handed over keeps its secret and its history and
            loses no request; it never gains by it, so it goes to somebody who may do no more.
          </p>
          <PlanTable plan={plan.data} name={name} choices={choices} onChange={setChoices} />
        </>
      )}
      {plan.data.share_links.length > 0 && <EndingLinks links={plan.data.share_links} name={name} />}
      <div className="flex flex-wrap items-center gap-3">
        <ConfirmDialog
          trigger={
            <Button variant="danger-quiet" disabled={!decisions}>
              {verb}
            </Button>
          }
          title={title}
          description={description}
          verb={verb}
          onConfirm={remove}
        >
          {decisions && decisions.length > 0 && <Summary decisions={decisions} />}
        </ConfirmDialog>
        {open > 0 && (
          <p className="tabular text-sm text-muted">
            {open === keys ? `Decide on ${counted(keys, "key")} first.` : `${open} of ${keys} keys left to decide on.`}
          </p>
        )}
      </div>
    </div>
  );
}

function Summary({ decisions }: { decisions: readonly KeyDecision[] }) {
  const count = (action: KeyDecision["action"]) => decisions.filter((each) => each.action === action).length;
  const lines = [
    [count("hand_over"), "handed over"],
    [count("revoke_at"), "revoked on a date"],
    [count("revoke"), "revoked now"],
  ] as const;
  return (
    <ul className="list-disc pl-5 text-sm">
      {lines
        .filter(([n]) => n > 0)
        .map(([n, what]) => (
          <li key={what}>
            {counted(n, "key")} {what}
          </li>
        ))}
    </ul>
  );
}
