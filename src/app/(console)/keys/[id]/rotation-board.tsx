"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Key } from "#contract/key.ts";
import type { Rotation } from "#contract/rotation.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { useKeysChanged } from "../use-keys-changed.ts";
import { RotationCallers } from "./rotation-callers.tsx";

const EVERY_MS = 5_000;

/** After a rotation: who still calls with the former secret, live, and whether it can be ended without anybody noticing. */
export function RotationBoard({ of: key, mayWrite }: { of: Key; mayWrite: boolean }) {
  const trpc = useTRPC();
  const rotation = useQuery(trpc.keys.rotation.queryOptions({ id: key.id }, { refetchInterval: EVERY_MS }));
  if (rotation.isError && !rotation.data) return <QueryProblem query={rotation} />;
  if (!rotation.data) return <Skeleton className="mb-6 h-36 w-full" />;
  const { data } = rotation;
  const left = data.callers.filter(({ state }) => state !== "moved").length;
  const overlap = data.status === "overlap";
  // Once it has ended and nobody runs into it, there is nothing left to tell.
  if (!overlap && !data.callers.some(({ state }) => state === "calling")) return null;

  return (
    <Card
      className="mb-6"
      flush={data.callers.length > 0}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {overlap ? "Two secrets work at the moment" : "Calls with the former secret are refused"}
          <span role="status">
            {overlap &&
              (data.safe_to_finish ? (
                <Badge tone="success" dot>
                  Safe to finish
                </Badge>
              ) : (
                <Badge tone="warning" dot>
                  {left === 1 ? "1 caller left" : left > 1 ? `${left} callers left` : "Waiting for callers"}
                </Badge>
              ))}
          </span>
        </span>
      }
      description={<Explanation of={data} />}
      action={overlap && mayWrite && <Finish of={key} rotation={data} left={left} />}
    >
      {data.callers.length > 0 ? <RotationCallers callers={data.callers} /> : undefined}
    </Card>
  );
}

function Explanation({ of: { status, reason, callers, previous_hint, previous_secret_expires_at } }: { of: Rotation }) {
  const hint = <span className="font-mono text-xs">{previous_hint}</span>;
  if (status === "finished")
    return (
      <>
        {hint} ended <TimeAgo time={previous_secret_expires_at} />, and somebody still sends it. Give them the new one.
      </>
    );
  return (
    <>
      The former one, {hint}, ends <TimeAgo time={previous_secret_expires_at} />.{" "}
      {callers.length === 0 ? "Nobody has called with it on the day before or since." : words[reason]}
    </>
  );
}

const words: Record<Rotation["reason"], string> = {
  not_rotated: "",
  finished: "",
  still_calling: "It is still in use.",
  not_seen_yet: "Not everybody who used the key has been seen with the new one yet.",
  everybody_moved: "Everybody who used it now calls with the new one.",
  quiet_for_a_day: "Nobody has called with it for a day.",
};

function Finish({ of: key, rotation, left }: { of: Key; rotation: Rotation; left: number }) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const [open, setOpen] = useState(false);
  const safe = rotation.safe_to_finish;

  async function finish() {
    await trpc.keys.finishRotation.mutate({ id: key.id }).catch((error: unknown) => {
      throw asError(error);
    });
    await changed();
    toast.success("Rotation finished", { description: "Only the new secret works now." });
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant={safe ? "primary" : "secondary"}>End former secret</Button>}
      title="End the former secret now?"
      description={
        safe
          ? "Nobody seems to need it any more. Calls with it are refused from now on."
          : left > 0
            ? `${left === 1 ? "One caller has" : `${left} callers have`} not been seen to change. Their calls with it are refused from now on.`
            : "It is too early to tell who still needs it. Calls with it are refused from now on."
      }
      verb="End former secret"
      tone={safe ? "primary" : "danger"}
      onConfirm={finish}
    />
  );
}
