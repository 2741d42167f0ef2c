"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { CreatedKey } from "#contract/key.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import type { Snippet } from "#ui/code-tabs.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { leave } from "../leaving/leave.ts";
import { FirstCall } from "./first-call.tsx";
import { NameOrganization } from "./name-organization.tsx";
import { NextSteps } from "./next-steps.tsx";
import { Step } from "./step.tsx";

/** From a new account to the first answered call: a name, a test key, a call that is seen to arrive. */
export function Onboarding({
  organization,
  publicUrl,
  snippets,
}: {
  organization: { id: string; name: string };
  publicUrl: string;
  snippets: readonly Snippet[];
}) {
  const trpc = useTRPCClient();
  const router = useRouter();
  const [name, setName] = useState(organization.name);
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [arrived, setArrived] = useState(false);

  async function finish() {
    try {
      await trpc.organizations.finishOnboarding.mutate({});
      return true;
    } catch (error) {
      toast.error("The first steps could not be marked as done", { description: asError(error).message });
      return false;
    }
  }
  const skip = () =>
    leave(() => {
      void finish().then((done) => done && router.push("/keys"));
    });

  return (
    <>
      <PageHeader
        title="Make your first call"
        description="A name, a key, a request. It takes about a minute."
        actions={
          !arrived && (
            <Button variant="ghost" onClick={skip}>
              Skip for now
            </Button>
          )
        }
      />
      <ol className="mt-8">
        <Step number={1} title="Name your organization" state={created ? "done" : "now"}>
          {created ? (
            <p className="text-sm text-muted">{name}</p>
          ) : (
            <NameOrganization
              name={name}
              onDone={(given, key) => {
                setName(given);
                setCreated(key);
                // The rail shows the organization's name.
                router.refresh();
              }}
            />
          )}
        </Step>
        <Step number={2} title="Call the API" state={arrived ? "done" : created ? "now" : "later"}>
          {created && (
            <FirstCall
              created={created}
              organizationId={organization.id}
              publicUrl={publicUrl}
              snippets={snippets}
              onArrived={() => {
                setArrived(true);
                void finish();
              }}
            />
          )}
        </Step>
        <Step number={3} title="Go on from here" state={arrived ? "now" : "later"} last>
          {arrived && <NextSteps />}
        </Step>
      </ol>
    </>
  );
}
