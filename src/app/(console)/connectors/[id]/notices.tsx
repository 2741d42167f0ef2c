"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import { type Connector, connectorSteps } from "#contract/connector.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Progress } from "#ui/progress.tsx";
import { phaseWords, progressOf } from "../connector-words.ts";
import { ColumnReview } from "./column-review.tsx";

/** What one has to know of a connector now, and what one can do about it. */
export function Notices({
  connector,
  mayWrite,
  onSettings,
}: {
  connector: Connector;
  mayWrite: boolean;
  onSettings: () => void;
}) {
  const { enabled, disabled_reason, needs_secret, review, last_sync } = connector;
  const toSettings = mayWrite && (
    <Button size="sm" onClick={onSettings}>
      Open settings
    </Button>
  );
  return (
    <>
      {last_sync?.status === "running" && last_sync.phase && (
        <Progress label={phaseWords[last_sync.phase]} value={null} detail={progressOf(last_sync)} />
      )}
      {last_sync?.status === "queued" && <Progress label="Waiting for its turn" value={null} detail="" />}
      {!enabled && (
        <Callout tone="danger" title="This connector is switched off" action={toSettings}>
          {disabled_reason ?? "Somebody switched it off."} It is not synced until it is switched on again.
        </Callout>
      )}
      {needs_secret && (
        <Callout tone="warning" title="It has nothing to log in with" action={toSettings}>
          A password or token is missing, or was dropped since the host has changed. Give it again in the settings.
        </Callout>
      )}
      {review && <Review connector={connector} mayWrite={mayWrite} />}
      {enabled && !review && last_sync?.status === "failed" && last_sync.error && (
        <Callout
          tone="danger"
          title={`The last sync failed${last_sync.error.step ? `: ${connectorSteps[last_sync.error.step]}` : ""}`}
          action={toSettings}
        >
          {last_sync.error.detail} The rows of before are still there.
        </Callout>
      )}
    </>
  );
}

function Review({ connector, mayWrite }: { connector: Connector; mayWrite: boolean }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [accepting, setAccepting] = useState(false);
  const { id, review } = connector;
  if (!review) return null;
  const breaks = review.removed.length + review.retyped.length > 0;

  async function accept() {
    setAccepting(true);
    try {
      await client.connectors.acceptColumns.mutate({ id });
      await queryClient.invalidateQueries(trpc.connectors.pathFilter());
      toast.success("Columns accepted", { description: "A sync with them is on its way." });
    } catch (error) {
      toast.error("The columns were not accepted", { description: asError(error).message });
    } finally {
      setAccepting(false);
    }
  }

  return (
    <Callout
      tone="warning"
      title={breaks ? "The columns outside no longer fit the source" : "There are new columns outside"}
      action={
        mayWrite && (
          <Button size="sm" onClick={accept} loading={accepting}>
            Accept and sync
          </Button>
        )
      }
    >
      <p>
        {breaks
          ? "Syncs fail until these are accepted, or mended on the other side. The rows of before are still there. What reads the source by these columns has to change too."
          : "They are left out until somebody accepts them: whoever may read the source will see them then."}
      </p>
      <ColumnReview review={review} />
    </Callout>
  );
}
