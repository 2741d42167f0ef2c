"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { AccountSecurity } from "#contract/account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** Fewer of them, and it is time for new ones. */
const FEW_CODES = 3;

/** A code of an app besides the password: turning it on and off, and the codes for when the app is lost. */
export function SecondFactor({ factor }: { factor: AccountSecurity["second_factor"] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const reread = () => queryClient.invalidateQueries(trpc.account.security.queryFilter());

  async function turnOff() {
    try {
      await client.account.disableSecondFactor.mutate({});
    } catch (error) {
      throw asError(error);
    }
    toast.success("Two-step sign-in is off");
    await reread();
  }
  async function renew() {
    try {
      setCodes((await client.account.renewRecoveryCodes.mutate({})).recovery_codes);
    } catch (error) {
      throw asError(error);
    }
    await reread();
  }

  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          Two-step sign-in
          {factor ? <Badge tone="success">On</Badge> : <Badge>Off</Badge>}
        </span>
      }
      description="After your password, signing in asks for a code of an app on your phone. A passkey needs none: it is both steps at once."
    >
      {factor ? (
        <div className="flex flex-col gap-4">
          <p className="text-sm">
            On since <TimeAgo time={factor.since} />.{" "}
            <span className={factor.recovery_codes_left <= FEW_CODES ? "font-medium text-warning" : "text-muted"}>
              {factor.recovery_codes_left} of your recovery codes {factor.recovery_codes_left === 1 ? "is" : "are"}{" "}
              left.
            </span>
          </p>
          <div className="flex flex-wrap gap-2">
            <ConfirmDialog
              tone="primary"
              trigger={<Button>New recovery codes</Button>}
              title="Make new recovery codes?"
              description="The codes you have are then good for nothing."
              verb="Make new codes"
              onConfirm={renew}
            />
            <ConfirmDialog
              trigger={<Button variant="danger-quiet">Turn off</Button>}
              title="Turn two-step sign-in off?"
              description="Your password alone then signs in. Your recovery codes are deleted."
              verb="Turn off"
              onConfirm={turnOff}
            />
          </div>
        </div>
      ) : (
        <SetUpSecondFactor onEnabled={setCodes} />
      )}
      <Dialog guarded open={codes !== null} title="Keep your recovery codes">
        {codes && (
          <RecoveryCodes
            codes={codes}
            onDone={() => {
              setCodes(null);
              void reread();
            }}
          />
        )}
      </Dialog>
    </Card>
  );
}
