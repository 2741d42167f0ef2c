"use client";

import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";

/** Takes the invitation, and goes on to the organization. */
export function AcceptInvitation({ token, organization }: { token: string; organization: string }) {
  const client = useTRPCClient();
  const [accepting, setAccepting] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  async function accept() {
    setAccepting(true);
    setRefusal(null);
    try {
      await client.invitations.accept.mutate({ token });
      // A full load: the session is in another organization now.
      window.location.assign("/keys");
    } catch (error) {
      setRefusal(refusalOf(error));
      setAccepting(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <FormRefusal refusal={refusal} />
      <Button variant="primary" size="lg" onClick={() => void accept()} loading={accepting} className="w-full">
        Join {organization}
      </Button>
    </div>
  );
}
