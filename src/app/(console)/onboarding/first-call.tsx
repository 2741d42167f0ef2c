"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { toast } from "sonner";
import type { CreatedKey } from "#contract/key.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { CodeTabs, type Snippet } from "#ui/code-tabs.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { callWithKey } from "../credentials/call-with-key.ts";
import { fillWith } from "../credentials/placeholders.ts";
import { LeaveDialog } from "../leaving/leave-dialog.tsx";
import { useLeaveGuard } from "../leaving/use-leave-guard.ts";
import { Arrival } from "./arrival.tsx";

const LISTEN_MS = 1000;

/** The call with the reader's own key in it, and an ear for it: the page turns green when it arrives. */
export function FirstCall({
  created,
  organizationId,
  publicUrl,
  snippets,
  onArrived,
}: {
  created: CreatedKey;
  organizationId: string;
  publicUrl: string;
  snippets: readonly Snippet[];
  onArrived: () => void;
}) {
  const trpc = useTRPC();
  const secret = created.api_key ?? "";
  const [saved, setSaved] = useState(false);
  const [running, setRunning] = useState(false);

  const heard = useQuery(
    trpc.requests.list.queryOptions(
      { credential_id: created.id, limit: 1 },
      {
        refetchInterval: ({ state }) => (state.data?.data.length ? false : LISTEN_MS),
        refetchIntervalInBackground: true,
      },
    ),
  );
  const request = heard.data?.data[0];
  const guard = useLeaveGuard(!saved && !request);

  const arrived = useEffectEvent(onArrived);
  const isHere = request !== undefined;
  useEffect(() => {
    if (isHere) arrived();
  }, [isHere]);

  async function runHere() {
    setRunning(true);
    try {
      await callWithKey(secret, organizationId);
    } catch {
      toast.error("The API could not be reached", { description: "Check the connection and try again." });
    } finally {
      setRunning(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <SecretBox
        secret={secret}
        label="Your test key"
        env={{ GATEHOUSE_URL: publicUrl, GATEHOUSE_API_KEY: secret, GATEHOUSE_ORGANIZATION_ID: organizationId }}
        onSaved={() => setSaved(true)}
      />
      <p className="text-sm text-muted">
        Paste this into a terminal. Key and organization id are in it already; the answer says who you are.
      </p>
      <CodeTabs snippets={snippets} values={fillWith(secret, organizationId)} onCopied={() => setSaved(true)} wrap />
      <Arrival
        request={request}
        failed={heard.isError}
        action={
          <Button onClick={runHere} loading={running}>
            <Play aria-hidden />
            Run it here
          </Button>
        }
      />
      <LeaveDialog waiting={guard.waiting} stay={guard.stay} onGiveUp={() => setSaved(true)} />
    </div>
  );
}
