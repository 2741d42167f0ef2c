"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import { getPasskey } from "#app/passkey/get-passkey.ts";
import { usePasskeySupport } from "#app/passkey/use-passkey-support.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { keepLastMethod } from "../last-method.ts";
import { signInWith } from "../sign-in-with.ts";

const notUsed = {
  title: "No passkey was used",
  detail: "Try again, or sign in with your password. You add passkeys on your account page.",
};

/** Signs in by a passkey, without an address: the browser knows whose it is. */
export function PasskeyButton({ returnTo }: { returnTo: string }) {
  const client = useTRPCClient();
  const isSupported = usePasskeySupport();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [asking, setAsking] = useState(false);

  async function enter() {
    setRefusal(null);
    setAsking(true);
    try {
      const { options } = await client.account.beginPasskeySignIn.mutate({});
      const passkey = await getPasskey(options);
      if (!passkey) return setRefusal(notUsed);
      const outcome = await signInWith({ by: "passkey", passkey });
      if (outcome.in) {
        keepLastMethod("passkey");
        return window.location.assign(returnTo);
      }
      if (outcome.next === null) setRefusal(outcome.refusal);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setAsking(false);
    }
  }

  if (!isSupported) return <p className="text-center text-sm text-muted">This browser does not know passkeys.</p>;
  return (
    <>
      <Button size="lg" onClick={enter} loading={asking} className="w-full">
        <KeyRound aria-hidden />
        Use a passkey
      </Button>
      <FormRefusal refusal={refusal} />
    </>
  );
}
