"use client";

import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { useLinkToken } from "../use-link-token.ts";

/** Pressed by a person: programs that open the links of mails to check them change nothing. */
export function ConfirmEmail() {
  const client = useTRPCClient();
  const token = useLinkToken();
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);

  async function confirm() {
    setRefusal(null);
    setRunning(true);
    try {
      setConfirmed((await client.account.confirmEmail.mutate({ token: token ?? "" })).email);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setRunning(false);
    }
  }

  if (confirmed !== null)
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="success" live title="Your address is changed">
          From now on you sign in with <span className="break-id">{confirmed}</span>.
        </Callout>
        <LinkButton variant="primary" size="lg" href="/account">
          Go to your account
        </LinkButton>
      </div>
    );
  if (token === null)
    return (
      <Callout tone="warning" title="This link is not whole">
        Open it from the mail again, or copy all of it into the address bar.
      </Callout>
    );
  return (
    <div className="flex flex-col gap-4">
      <FormRefusal refusal={refusal} />
      <Button variant="primary" size="lg" loading={running} onClick={confirm} className="w-full">
        Confirm this address
      </Button>
    </div>
  );
}
